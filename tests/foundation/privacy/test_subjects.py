from opora.foundation.privacy.selectors.subjects import email_index


def test_every_spelling_of_address_has_one_index():
    spellings = {" Jana.Ukázková@Opora.example", "jana.ukázková@opora.example ", "ＪＡＮＡ.ukázková@opora.example"}

    assert len({email_index(spelling) for spelling in spellings}) == 1
    assert email_index("jana.ukazkova@opora.example") not in {email_index(spelling) for spelling in spellings}
    assert len(email_index("jana@opora.example")) == 64


def test_no_address_has_no_index():
    assert email_index("  ") == ""
