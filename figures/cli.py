"""What commands that print figures share: the day of the cut-off, by whose numbers, by which
pace."""

import argparse
import datetime

from figures.reckoning import PACES
from investment.basis import Basis


def add_cut_off_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as-of",
        type=datetime.date.fromisoformat,
        required=True,
        metavar="DAY",
        help="截至日；月中的一天取上月底的填报，序时进度按半月计的算到这一天",
    )


def add_reckoning_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--basis",
        choices=[basis.value for basis in Basis],
        default=Basis.VERIFIED.value,
        help="用哪一个数：上报数、核定数（没有核定的用上报数，默认）、上级认定数",
    )
    parser.add_argument(
        "--pace", choices=PACES, help="序时进度按哪一种算，默认按全县和各清单的规则"
    )
