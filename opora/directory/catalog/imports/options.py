"""How one file is to be read."""

from dataclasses import dataclass, field
from datetime import date

from opora.directory.catalog.enums import PositionSource, RegisterScope

Position = tuple[float, float]
SOURCE = "Registr poskytovatelů sociálních služeb MPSV"  # how the public reads where the data are from


@dataclass(frozen=True)
class Coordinates:
    """Positions from a coordinate file: by address point, and by identifier of a service."""

    by_point: dict[str, Position] = field(default_factory=dict)
    by_identifier: dict[str, tuple[Position, PositionSource]] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadOptions:
    """Day the file speaks of, whose services they are, and what is known of its addresses.

    `seat_addresses`: the file gives seats of providers instead of addresses of facilities. `flag_lost`: it does not
    say which addresses are secret, so kinds and target groups that usually hide are hidden.
    """

    as_of: date
    scope: RegisterScope = RegisterScope.RPSS
    seat_addresses: bool = False
    flag_lost: bool = False
    coordinates: Coordinates = field(default_factory=Coordinates)

    @property
    def is_sample(self) -> bool:
        return self.scope == RegisterScope.SAMPLE
