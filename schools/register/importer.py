"""Applies a judged file of the register once, takes an applied one back, and deletes units that nobody has used.

A new name renames the unit, which keeps its history.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import ManyToOneRel
from django.utils import timezone
from django.utils.translation import gettext as _

from base.errors import WrongState
from base.text import vn_slugify
from schools import locks
from schools.models import ORGANISATION_KINDS, Coverage, ImportRun, Kind, Progress, Unit
from schools.register.judging import DATES, FIELDS, UNIT_FIELDS, changes_of, judge, misfit
from users.models import Organisation


@transaction.atomic
def choose_wards(run: ImportRun, wards: Mapping[str, str], kinds: Iterable[str]) -> None:
    """Judge the file of `run` again with what `wards` says for spellings. Raises WrongState for an applied run."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.applied_at:
        raise WrongState(_applied(run.applied_at))
    run.wards |= wards
    run.rows = judge(run.source, kinds, run.wards)
    run.save(update_fields=["wards", "rows"])


@transaction.atomic
def apply(run: ImportRun, kinds: Iterable[str]) -> dict[str, int]:
    """Write the rows of `run`, compared with the register as it is now; returns {added, changed, same, refused}.

    `run.effects` keeps what undo() needs.

    Raises WrongState when the run was applied already.
    """
    locks.register_alone()
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.applied_at:
        raise WrongState(_applied(run.applied_at))
    kinds = set(kinds)
    units = {unit.code: unit for unit in Unit.objects.select_for_update(of=("self",)).named()}
    counts = {"added": 0, "changed": 0, "same": 0, "refused": 0}
    new: list[dict[str, Any]] = []
    run.effects = []
    for row in run.rows:
        values, unit = row["values"], units.get(row["code"])
        if row["action"] == "refuse" or misfit(values, unit, kinds):
            counts["refused"] += 1
        elif unit is None:
            new.append(values)
        elif changes_of(unit, values):
            before = state_of(unit)
            _change(unit, values)
            run.effects.append({"unit": unit.pk, "before": before, "after": state_of(unit)})
            counts["changed"] += 1
        else:
            counts["same"] += 1
    added = _add(new)
    run.effects += [{"unit": unit.pk, "before": None, "after": state_of(unit)} for unit in added]
    counts["added"] = len(added)
    run.applied_at, run.source = timezone.now(), []  # nothing is judged again: no second copy of people's numbers
    run.save(update_fields=["applied_at", "source", "effects"])
    return counts


def update_sizes() -> None:
    """Run ANALYZE on the tables that an import filled; to be called after the commit.

    PostgreSQL's own analysis follows about a minute later. Until then the planner uses the old sizes: it plans the
    list of units for five rows instead of 1,500.
    """
    tables = (Organisation, Unit, Progress, Coverage)
    names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {names}")


def _applied(moment: datetime) -> str:
    return _("Danh sách này đã được áp dụng lúc %(at)s.") % {"at": f"{timezone.localtime(moment):%H:%M %d-%m-%Y}"}


def _change(unit: Unit, values: dict[str, Any]) -> None:
    unit.rename(values["name"])
    for row, fields in ((unit, UNIT_FIELDS), (unit.organisation, DATES)):
        for field in fields:
            if field in values:
                setattr(row, field, values[field])
        row.save()


def state_of(unit: Unit) -> dict[str, Any]:
    """What an import may change in a unit, as JSON can hold it."""
    values = {field: getattr(unit, field) for field in ("name", "former_names", *FIELDS)}
    return {name: str(value) if isinstance(value, date) else value for name, value in values.items()}


def _add(rows: list[dict[str, Any]]) -> list[Unit]:
    """Create the organisations, then their units, in bulk."""
    organisations = Organisation.objects.bulk_create(
        (
            Organisation(
                name=values["name"],
                kind=ORGANISATION_KINDS[Kind(values["kind"])],
                **{field: values[field] for field in DATES if field in values},
            )
            for values in rows
        ),
        batch_size=500,
    )
    return Unit.objects.bulk_create(
        [
            Unit(
                organisation=organisation,
                code=values["code"],
                kind=values["kind"],
                ward_key=vn_slugify(values["ward"]),
                **{field: values[field] for field in UNIT_FIELDS if field in values},
            )
            for organisation, values in zip(organisations, rows, strict=True)
        ],
        batch_size=500,
    )


# --- taking back ----------------------------------------------------------------------------


@transaction.atomic
def undo(run: ImportRun) -> dict[str, int]:
    """Take back what apply() has written; returns {removed, restored, kept}.

    Units that the run has added are deleted, unless somebody has used or changed them since. Of changed units those
    fields get their old values that still have the imported ones. `run.left` says what stays, and why. Raises
    WrongState for a run that is not applied or was taken back already.
    """
    locks.register_alone()
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.applied_at is None or run.undone_at:
        raise WrongState(_("Lần nhập này chưa áp dụng, hoặc đã hoàn tác rồi. Bạn tải lại trang."))
    keys = [effect["unit"] for effect in run.effects]
    units = {unit.pk: unit for unit in Unit.objects.select_for_update().named().filter(pk__in=keys)}
    used = used_units(units)
    counts, unused, run.left = {"removed": 0, "restored": 0, "kept": 0}, [], []
    for effect in run.effects:
        unit = units.get(effect["unit"])
        if unit is None:
            continue
        later = [name for name, value in state_of(unit).items() if value != effect["after"].get(name)]
        if effect["before"] is None:
            reason = _("đã có tài khoản hoặc việc đã làm") if unit.pk in used else _("đã có người sửa") if later else ""
            if not reason:
                unused.append(unit)
        else:
            counts["restored"] += _restore(unit, effect["before"], later)
            reason = _("vài ô đã có người sửa sau đó") if later else ""
        if reason:
            run.left.append({"code": unit.code, "name": unit.name, "reason": reason})
    delete_units(unused)
    counts |= {"removed": len(unused), "kept": len(run.left)}
    run.undone_at = timezone.now()
    run.save(update_fields=["undone_at", "left"])
    return counts


def _restore(unit: Unit, before: dict[str, Any], later: Collection[str]) -> bool:
    """Write the values of `before` to `unit` and its organisation, but the fields in `later`; whether any changed."""
    imported = state_of(unit)
    for row, fields in ((unit.organisation, ("name", *DATES)), (unit, ("former_names", *UNIT_FIELDS))):
        for name in fields:
            if name not in later:
                setattr(row, name, before[name])
        row.save()
    return state_of(unit) != imported


def used_units(units: Collection[int]) -> set[int]:
    """Keys of those units that something refers to: an account, a claim, a download, a signature, anything.

    Progress, which is counted anew, does not. One query for each relation.
    """
    organisations = dict(Unit.objects.filter(pk__in=units).values_list("organisation", "pk"))
    used: set[int] = set()
    for model, by_key in ((Unit, {key: key for key in units}), (Organisation, organisations)):
        for relation in model._meta.get_fields(include_hidden=True):
            if not isinstance(relation, ManyToOneRel) or relation.related_model in {Progress, Unit}:
                continue  # ManyToOneRel: also of an own table, such as that of the units of a message
            name = relation.field.name
            rows = relation.related_model._base_manager.filter(**{f"{name}__in": list(by_key)})
            used |= {by_key[key] for key in rows.values_list(name, flat=True).distinct()}
    return used


def lock_unused(unit: Unit) -> Unit:
    """`unit`, which nothing can refer to from now on. Raises WrongState when it is in use by now."""
    unit = Unit.objects.select_for_update().select_related("organisation").get(pk=unit.pk)
    if used_units([unit.pk]):
        raise WrongState(_("Đơn vị này vừa có tài khoản hoặc việc đã nộp nên không xóa được."))
    return unit


def delete_units(units: Collection[Unit]) -> None:
    """Delete units that nobody has used, with their organisations."""
    Organisation.objects.filter(unit__in=units).delete()
