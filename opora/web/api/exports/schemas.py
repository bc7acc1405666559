"""Shapes of answers as the OpenAPI document describes them; every field is always present, the unknown one is null."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

from opora.directory.catalog.enums import PositionSource
from opora.web.api.exports.records import ProviderRecord

Level = Literal["stat", "kraj", "okres", "orp", "pou", "obec"]


class AreaRef(BaseModel):
    """Území jménem a klíčem."""

    key: str = Field(description="Klíč území: úroveň a kód, například „obec-562335“.", examples=["obec-562335"])
    level: Level = Field(description="Úroveň území.")
    name: str = Field(description="Název odlišený od stejných názvů.", examples=["Děčín"])


class Coordinates(BaseModel):
    """Poloha ve WGS 84."""

    latitude: float = Field(description="Zeměpisná šířka ve stupních.")
    longitude: float = Field(description="Zeměpisná délka ve stupních.")


class Position(Coordinates):
    """Poloha zařízení a její přesnost."""

    precision: Literal[*PositionSource.values] = Field(  # type: ignore[valid-type]
        description="Odkud poloha je: address_point adresní místo, coordinate_file poloha adresy, provider_seat sídlo "
        "poskytovatele, postal_code přibližně podle PSČ, obec přibližně střed obce."
    )


class KindRef(BaseModel):
    """Druh služby."""

    code: str = Field(description="Kód druhu.", examples=["4"])
    name: str = Field(description="Úřední název.", examples=["pečovatelská služba"])
    plain_name: str | None = Field(description="Název běžnou řečí.")


class GroupRef(BaseModel):
    """Cílová skupina služby."""

    code: str = Field(description="Kód skupiny v registru.")
    name: str = Field(description="Úřední název.")
    plain_name: str = Field(description="Název běžnou řečí, jinak úřední.")
    note: str | None = Field(description="Čím poskytovatel skupinu upřesňuje.")


class OrganizationRef(BaseModel):
    """Poskytovatel."""

    ico: str = Field(description="IČO, osm číslic.", examples=["00000019"])
    name: str = Field(description="Název.")
    url: str = Field(description="Stránka poskytovatele.")


class ScheduleLine(BaseModel):
    """Řádek časů jedné formy, jak se čte."""

    days: str = Field(description="Dny, například „pondělí až pátek“.")
    hours: str = Field(description="Hodiny, například „od 7:00 do 15:30“; prázdné, když je registr neuvádí.")
    note: str | None = Field(description="Poznámka poskytovatele.")


class Form(BaseModel):
    """Forma služby, jak je registrovaná."""

    code: str = Field(description="Kód formy: amb ambulantní, ter terénní, pob pobytová.")
    name: str = Field(description="Název formy.")
    plain_name: str | None = Field(description="Název běžnou řečí.")
    continuous: bool | None = Field(description="Zda je nepřetržitá; null, když to registr neříká.")
    schedule: list[ScheduleLine] = Field(description="Kdy se poskytuje.")


class AgeGroup(BaseModel):
    """Věková skupina."""

    code: str = Field(description="Kód skupiny v registru.")
    name: str = Field(description="Název.")
    age_from: int | None = Field(description="Od kolika let; null znamená bez omezení.")
    age_to: int | None = Field(description="Do kolika let včetně; null znamená bez omezení.")


class Ages(BaseModel):
    """Pro jaký věk služba je."""

    groups: list[AgeGroup] = Field(description="Věkové skupiny z registru.")
    note: str | None = Field(description="Čím poskytovatel věk upřesňuje.")


class Capacity(BaseModel):
    """Registrovaná nejvyšší kapacita. O volných místech neříká nic."""

    form: str = Field(description="Kód formy, ke které kapacita patří.")
    unit: str = Field(description="Kód jednotky.")
    unit_name: str = Field(description="Název jednotky.")
    count: int = Field(description="Počet.")
    note: str | None = Field(description="Popis poskytovatele.")


class RegisteredCapacity(BaseModel):
    """Kapacity a odkud jsou."""

    items: list[Capacity] = Field(description="Kapacity jednotlivých forem.")
    as_of: date = Field(description="Ke kterému dni zdroj platí.")
    source: str = Field(description="Zdroj údaje.")


class Availability(BaseModel):
    """Co o volných místech jedné formy v jednom zařízení sdělil poskytovatel."""

    form: str | None = Field(description="Kód formy; null, když to poskytovatel řekl o celé službě nebo zařízení.")
    facility: str | None = Field(description="Název zařízení; null, když ho nerozlišil, nebo je utajené.")
    accepts: Literal["yes", "waiting", "no"] = Field(
        description="yes přijímá, waiting zapisuje do pořadníku, no teď nepřijímá."
    )
    free_places: int | None = Field(description="Počet volných míst; null, když ho poskytovatel neřekl.")
    waiting_weeks: int | None = Field(description="Odhad čekání v týdnech; null, když ho poskytovatel neřekl.")
    note: str | None = Field(description="Poznámka.")
    as_of: date = Field(description="Kterého dne to poskytovatel sdělil.")


class Facility(BaseModel):
    """Místo, kde se služba poskytuje. Utajené místo má jen okres."""

    name: str | None = Field(description="Název zařízení.")
    address: str | None = Field(description="Adresa na jeden řádek; null, když je utajená nebo ji registr neuvádí.")
    address_hidden: bool = Field(description="Zda se adresa neukazuje.")
    address_of: Literal["facility", "organization_seat"] = Field(
        description="Čí adresa to je: facility místo služby, organization_seat jen sídlo poskytovatele."
    )
    obec: AreaRef | None = Field(description="Obec; u utajené adresy vždy null.")
    okres: AreaRef | None = Field(description="Okres.")
    coordinates: Position | None = Field(description="Poloha; u utajené adresy vždy null.")


class Reach(BaseModel):
    """Kde služba působí a jak jisté to je."""

    area: AreaRef = Field(description="Území, nebo obec uprostřed okruhu.")
    radius_km: int | None = Field(description="Poloměr okruhu kolem obce v km; null, když jde o celé území.")
    reach_class: Literal["confirmed", "text", "kraj"] = Field(
        description="confirmed uvádí registr nebo to potvrdil člověk, text je to vyčteno z textu registru, "
        "kraj registr uvádí jen celý kraj nebo stát."
    )
    sentence: str | None = Field(description="Věta registru, ze které to plyne; jen u třídy text.")


class Contact(BaseModel):
    """Kontakt."""

    kind: Literal["phone", "email", "web", "fax", "address"] = Field(description="Druh kontaktu.")
    value: str = Field(description="Kontakt sám.")
    note: str | None = Field(description="Poznámka.")
    of: Literal["service", "organization"] = Field(description="Čí kontakt je.")


class Service(BaseModel):
    """Služba, jak ji ukazuje její veřejná stránka."""

    identifier: str = Field(description="Identifikátor v registru; „M…“ u služeb, které v registru nejsou.")
    name: str = Field(description="Název.")
    url: str = Field(description="Stránka služby.")
    status: Literal["active", "future"] = Field(description="active je poskytována, future teprve začne.")
    registered: bool = Field(description="Zda je v registru poskytovatelů sociálních služeb.")
    sample: bool = Field(description="Zda je smyšlená pro ukázku.")
    kind: KindRef
    organization: OrganizationRef
    description: str | None = Field(description="Co služba nabízí; jen u služeb mimo registr.")
    forms: list[Form] = Field(description="Formy poskytování.")
    target_groups: list[GroupRef] = Field(description="Pro koho je.")
    ages: Ages
    free_of_charge: bool | None = Field(description="Zda je bezplatná podle zákona nebo sdělení; null, když nevíme.")
    anonymous: bool | None = Field(description="Zda pomůže i bez udání jména; null, když nevíme.")
    capacity: RegisteredCapacity | None = Field(description="Registrovaná kapacita; null, když ji registr neuvádí.")
    availability: list[Availability] = Field(
        description="Volná místa po formách a zařízeních; prázdné, když o nich poskytovatel nic nesdělil."
    )
    provider_record: ProviderRecord | None = Field(description="Slova poskytovatele; null, když žádná nejsou.")
    facilities: list[Facility] = Field(description="Zařízení, která jsou dnes otevřená.")
    reach: list[Reach] = Field(description="Kde působí; prázdné, když to registr neuvádí.")
    contacts: list[Contact] = Field(description="Napřed kontakty služby, potom poskytovatele.")
    starts_on: date = Field(description="Od kdy je poskytována.")
    ends_on: date | None = Field(description="Kdy má skončit.")
    source: str = Field(description="Zdroj údajů.")
    as_of: date = Field(description="Ke kterému dni zdroj platí.")


class AtPlace(BaseModel):
    """Čím je služba pro hledané místo."""

    reach_class: Literal["confirmed", "text", "kraj", "unknown"] | None = Field(
        description="Jak jisté je, že na místě působí; null, když se hledalo jen podle souřadnic."
    )
    distance_km: float | None = Field(description="Vzdušnou čarou v km; u utajené nebo neznámé polohy null.")


class FoundService(Service):
    """Služba v seznamu."""

    at_place: AtPlace | None = Field(description="Jen při hledání podle místa nebo souřadnic.")


class Correction(BaseModel):
    """Opravený překlep."""

    word: str = Field(description="Slovo z dotazu.")
    better: str = Field(description="Slovo, které jsme hledali také.")


class Asked(BaseModel):
    """Jak jsme dotazu rozuměli."""

    place: AreaRef | None = Field(description="Místo z parametru place, jinak vyčtené ze slov.")
    words: Literal["all", "part"] | None = Field(
        description="all nalezené služby mají všechna slova nebo jsou druhu, který slova znamenají; part mají jen "
        "některá; null, když se slova nehledala."
    )
    corrections: list[Correction] = Field(description="Opravené překlepy.")
    unknown_words: list[str] = Field(description="Slova, která neznáme a nehledali jsme je.")
    sort: Literal["relevance", "distance", "name"] = Field(description="Použité řazení.")


class Page(BaseModel):
    """Stránka seznamu."""

    page: int = Field(description="Číslo stránky, od 1.")
    per_page: int = Field(description="Nejvyšší počet položek na stránce.")
    total: int = Field(description="Počet všech položek.")
    pages: int = Field(description="Počet stránek, které lze přečíst; nejméně 1.")


class ServicePage(Page):
    """Stránka nalezených služeb."""

    items: list[FoundService]
    asked: Asked


class Organization(BaseModel):
    """Poskytovatel, jak ho ukazuje jeho veřejná stránka."""

    ico: str = Field(description="IČO, osm číslic.")
    name: str = Field(description="Název.")
    url: str = Field(description="Stránka poskytovatele.")
    sample: bool = Field(description="Zda je smyšlený pro ukázku.")
    address: str | None = Field(description="Sídlo na jeden řádek, nebo jen okres; null, když ho neznáme.")
    contacts: list[Contact] = Field(description="Kontakty.")
    services: list[str] = Field(description="Identifikátory služeb, které neskončily.")


class OrganizationPage(Page):
    """Stránka poskytovatelů."""

    items: list[Organization]


class Kind(KindRef):
    """Druh služby s výkladem."""

    singular: str = Field(description="Název v jednotném čísle.")
    registered: bool = Field(description="Zda jde o sociální službu podle zákona; jinak pomoc mimo registr.")
    summary: str | None = Field(description="Vysvětlení jednou větou.")
    forms: list[str] = Field(description="Kódy forem podle zákona.")
    free_of_charge: bool | None = Field(description="Zda je podle zákona bezplatná; null, když to není ověřené.")
    anonymous: bool | None = Field(description="Zda je podle zákona i bez udání jména; null, když to není ověřené.")
    legal_reference: str | None = Field(description="Odkaz na předpis, je-li ověřený.")
    verified: bool = Field(description="Zda jsou údaje podle předpisu ověřené.")
    url: str | None = Field(description="Stránka druhu.")


class KindDifference(BaseModel):
    """Čím se druh liší od podobného."""

    kind: str = Field(description="Kód podobného druhu.")
    text: str = Field(description="Rozdíl.")


class KindText(BaseModel):
    """Výklad druhu vlastními slovy."""

    what: str = Field(description="Co to je.")
    for_whom: str = Field(description="Pro koho to je.")
    activities: list[str] = Field(description="Co pro vás udělá.")
    price: str = Field(description="Kolik to stojí.")
    start: str = Field(description="Jak začít.")
    differences: list[KindDifference] = Field(description="Čím se liší od podobných.")
    easy_to_read: list[str] = Field(description="Totéž ve snadném čtení.")
    verified: bool = Field(description="Zda je výklad ověřený.")
    source: str = Field(description="Zdroj výkladu.")
    checked_on: date | None = Field(description="Kdy byl ověřen.")


class KindDetail(Kind):
    """Druh služby i se stránkou, která ho vykládá."""

    text: KindText | None = Field(description="Výklad; null, dokud ho nikdo nenapsal.")


class KindPage(Page):
    """Stránka druhů služeb."""

    items: list[Kind]


class Audience(BaseModel):
    """Volba „Pro koho“ na stránce hledání."""

    slug: str = Field(description="Hodnota pro parametr target_group.")
    name: str = Field(description="Název.")


class TargetGroup(BaseModel):
    """Cílová skupina z číselníku."""

    code: str = Field(description="Kód v registru.")
    name: str = Field(description="Úřední název.")
    plain_name: str = Field(description="Název běžnou řečí, jinak úřední.")
    audiences: list[Audience] = Field(description="Širší okruhy lidí, do kterých patří.")


class TargetGroupPage(Page):
    """Stránka cílových skupin."""

    items: list[TargetGroup]


class Area(AreaRef):
    """Území."""

    code: str = Field(description="Kód v rámci úrovně.")
    kraj: AreaRef | None = Field(description="Kraj, ve kterém leží.")
    okres: AreaRef | None = Field(description="Okres, ve kterém leží.")
    orp: AreaRef | None = Field(description="Správní obvod obce s rozšířenou působností.")
    center: Coordinates | None = Field(description="Vnitřní bod.")
    population: int | None = Field(description="Počet obyvatel.")
    population_on: date | None = Field(description="Počet obyvatel ke dni.")
    population_source: str | None = Field(description="Zdroj počtu obyvatel.")


class AreaPage(Page):
    """Stránka území."""

    items: list[Area]


class PlaceChoice(BaseModel):
    """Místo, které mohlo být myšleno."""

    key: str = Field(description="Hodnota pro parametr place.")
    label: str = Field(description="Název odlišený od stejných.")


class ParameterError(BaseModel):
    """Co je na parametru špatně."""

    parameter: str = Field(description="Název parametru.")
    message: str = Field(description="Česká věta.")
    candidates: list[PlaceChoice] = Field(description="Z čeho vybrat, když názvu odpovídá víc míst; jinak prázdné.")


class Problem(BaseModel):
    """Proč odpověď není."""

    detail: str = Field(description="Česká věta.")
    errors: list[ParameterError] = Field(description="Chyby jednotlivých parametrů; jinak prázdné.")


class Gone(Problem):
    """Služba, která skončila."""

    identifier: str = Field(description="Identifikátor služby.")
    name: str = Field(description="Její název.")
    status: Literal["ended"]
    ended_on: date | None = Field(description="Kdy skončila; null, když to nevíme.")
    successors: list[str] = Field(description="Identifikátory služeb stejného druhu v jejím okrese, nejvýš pět.")
    url: str = Field(description="Stránka, která o konci služby říká víc.")
