"""Published layers over the library's stretches: nothing is edited in place, nothing is ever lost."""

from __future__ import annotations

import json
import sqlite3

from posecheck.clinic.access import LOCAL, Viewer, require_readable, require_treated
from posecheck.clinic.layer_rows import find_version, get_number, insert_version, load_current, load_versions
from posecheck.clinic.own_stretches import find_base
from posecheck.clinic.records import EffectiveStretch, StaleEdit, Version
from posecheck.clinic.updates import describe_update
from posecheck.clinic.wording import describe_version
from posecheck.errors import StretchError
from posecheck.history.database import Database
from posecheck.history.records import LayerNumbers
from posecheck.history.rows import serialise_stretch
from posecheck.stretch.differences import describe_differences
from posecheck.stretch.overrides import Override, apply_overrides
from posecheck.stretch.schema import Stretch

_LONGEST_REASON = 600


class VersionStore:
    """The versions of all layers in one database. A layer is whole: a new version takes the place of the one before.

    Args:
        database: the history's own.
        viewer: on whose behalf it is read and changed; a signed-in person is written down as the author.
    """

    def __init__(self, database: Database, viewer: Viewer = LOCAL) -> None:
        self._database = database
        self._viewer = viewer

    def find_stretch(self, stretch_id: str, patient: str | None = None) -> Stretch:
        """Return a stretch with the clinic's layer and that of the patient laid over it.

        Raises:
            StretchError: there is none of this id, or a layer fits the stretch no longer (`describe_update` tells).
            AccessError: the viewer may not read this patient's data.
        """
        return self.resolve(stretch_id, patient).stretch

    def resolve(self, stretch_id: str, patient: str | None = None) -> EffectiveStretch:
        """Return a stretch as `find_stretch` does, with the numbers of the versions that it is made of."""
        with self._database.read() as connection:
            stretch, clinic = (
                self._find_under(connection, stretch_id, None),
                load_current(connection, stretch_id, None),
            )
            stretch = _lay(stretch, clinic)
            own = None
            if patient is not None:
                require_readable(connection, self._viewer, patient)
                own = load_current(connection, stretch_id, patient)
                stretch = _lay(stretch, own)
        return EffectiveStretch(stretch, LayerNumbers(get_number(clinic), get_number(own)))

    def find_base(self, stretch_id: str, patient: str | None) -> Stretch:
        """Return what the layer of a patient (None: of the clinic) lies on."""
        with self._database.read() as connection:
            return self._find_under(connection, stretch_id, patient)

    def current(self, stretch_id: str, patient: str | None) -> Version | None:
        """Return the version that counts, None when none was ever published.

        Raises:
            AccessError: the viewer may not read this patient's data.
        """
        with self._database.read() as connection:
            self._require_readable(connection, patient)
            return load_current(connection, stretch_id, patient)

    def list_versions(self, stretch_id: str, patient: str | None) -> list[Version]:
        """Return all versions of a layer, newest first; errors as `current`."""
        with self._database.read() as connection:
            self._require_readable(connection, patient)
            return load_versions(connection, stretch_id, patient)

    def list_layers(self, patient: str | None) -> list[Version]:
        """Return the version that counts of each stretch with a layer that changes something; errors as `current`."""
        with self._database.read() as connection:
            self._require_readable(connection, patient)
            rows = connection.execute(
                "SELECT DISTINCT stretch_id FROM layer_versions WHERE patient IS ? ORDER BY stretch_id", (patient,)
            ).fetchall()
            found = [load_current(connection, row["stretch_id"], patient) for row in rows]
        return [version for version in found if version is not None and version.override is not None]

    def preview(self, override: Override, *, patient: str | None) -> list[str]:
        """Return in words what publishing this layer would change, without publishing it; errors as `publish`."""
        with self._database.read() as connection:
            require_treated(connection, self._viewer, patient)
            base = self._find_under(connection, override.base, patient)
            return self._describe(connection, base, override, patient)

    def publish(self, override: Override, *, patient: str | None, expected_number: int) -> Version:
        """Put a layer in force and return its version.

        Args:
            override: the whole layer, not an addition to the one in force.
            patient: the code of the patient whom it concerns; None for the whole clinic.
            expected_number: the number of the version that the change was made from; 0 when there was none.

        Raises:
            StretchError: the layer does not fit (bounds out of range, narrower than a camera can tell, an unknown
                check), or changes nothing.
            StaleEdit: another version was published meanwhile.
            AccessError: the viewer may not change this.
        """
        with self._database.write() as connection:
            require_treated(connection, self._viewer, patient)
            _refuse_stale(load_current(connection, override.base, patient), expected_number)
            author = self._viewer.sign(override.author)
            signed = override.model_copy(update={"author": author})
            base = self._find_under(connection, override.base, patient)
            differences = self._describe(connection, base, signed, patient)
            if not differences:
                raise StretchError(
                    f"{base.name}: expected a change against what is in force, found none; nothing was published."
                )
            return insert_version(connection, base, signed, patient, (author, signed.reason), differences)

    def undo(self, stretch_id: str, *, patient: str | None, author: str, reason: str) -> Version:
        """Take the newest version back: a new one with the layer of the one before, down to none at all.

        Undoing again goes back further. Errors as `restore`.
        """
        with self._database.write() as connection:
            self._require_readable(connection, patient)
            newest = load_current(connection, stretch_id, patient)
            if newest is None or (before := _find_before(connection, newest)) is None:
                raise StretchError(f"{stretch_id}: expected a published change to undo, found none.")
            return self.restore(
                stretch_id, before, patient=patient, author=author, reason=reason, expected_number=newest.number
            )

    def restore(  # noqa: PLR0913 - by keyword only
        self, stretch_id: str, number: int, *, patient: str | None, author: str, reason: str, expected_number: int
    ) -> Version:
        """Publish the layer of an earlier version again (0: none at all) and return the new version.

        Raises:
            StretchError: there is no such version, its layer fits the stretch no longer, or the reason is missing.
            StaleEdit, AccessError: as `publish`.
        """
        with self._database.write() as connection:
            require_treated(connection, self._viewer, patient)
            _refuse_stale(load_current(connection, stretch_id, patient), expected_number)
            earlier = find_version(connection, stretch_id, patient, number) if number else None
            base = self._find_under(connection, stretch_id, patient)
            override = earlier.override if earlier else None
            signature = _check_signature(self._viewer.sign(author), reason)
            differences = self._describe(connection, base, override, patient)
            return insert_version(connection, base, override, patient, signature, differences, restores=number)

    def compare(self, stretch_id: str, first: int, second: int, *, patient: str | None) -> list[str]:
        """Return in words what differs between two versions (0: no layer), over the stretch as it is underneath now.

        Raises:
            StretchError: there is no such version, or its layer fits the stretch no longer.
            AccessError: as `current`.
        """
        with self._database.read() as connection:
            self._require_readable(connection, patient)
            base = self._find_under(connection, stretch_id, patient)
            before, after = (
                _lay(base, find_version(connection, stretch_id, patient, number)) if number else base
                for number in (first, second)
            )
        return describe_differences(before, after)

    def describe_update(self, stretch_id: str, patient: str | None) -> list[str]:
        """Return what has changed underneath a layer since it was published, in words; nothing mostly.

        A change of what the layer itself sets is a conflict and says so: the layer keeps its value.

        Raises:
            AccessError: as `current`.
        """
        with self._database.read() as connection:
            self._require_readable(connection, patient)
            version = load_current(connection, stretch_id, patient)
            if version is None or version.override is None:
                return []
            base = self._find_under(connection, stretch_id, patient)
            if serialise_stretch(base)[1] == version.base_sha256:
                return []
            row = connection.execute(
                "SELECT definition FROM layer_bases WHERE sha256 = ?", (version.base_sha256,)
            ).fetchone()
        return describe_update(json.loads(row["definition"]), base, version.override)

    def _require_readable(self, connection: sqlite3.Connection, patient: str | None) -> None:
        if patient is not None:
            require_readable(connection, self._viewer, patient)

    def _find_under(self, connection: sqlite3.Connection, stretch_id: str, patient: str | None) -> Stretch:
        base = find_base(connection, stretch_id)
        return base if patient is None else _lay(base, load_current(connection, stretch_id, None))

    def _describe(
        self, connection: sqlite3.Connection, base: Stretch, override: Override | None, patient: str | None
    ) -> list[str]:
        after = apply_overrides(base, [override] if override else [])
        try:
            before = _lay(base, load_current(connection, base.id, patient))
        except StretchError:
            # What is in force fits no longer, which is what this change mends.
            before = base
        return describe_differences(before, after)


def _lay(stretch: Stretch, version: Version | None) -> Stretch:
    if version is None or version.override is None:
        return stretch
    try:
        return apply_overrides(stretch, [version.override])
    except StretchError as error:
        raise StretchError(
            f"{describe_version(version)} of {stretch.name} fits it no longer, so that nobody is judged by it: "
            f"{error}. Publish a new version, or undo this one."
        ) from error


def _refuse_stale(current: Version | None, expected_number: int) -> None:
    if get_number(current) == expected_number:
        return
    found = describe_version(current) if current else "none"
    by = f" by {current.author} ({current.reason})" if current else ""
    raise StaleEdit(
        f"Expected version {expected_number} to be in force, found {found}{by}: it was changed in another window "
        "meanwhile. Nothing was published; look at the new version and make your change again."
    )


def _check_signature(author: str, reason: str) -> tuple[str, str]:
    signature = author.strip(), reason.strip()
    for name, text in zip(("an author", "a reason"), signature, strict=True):
        if not 0 < len(text) <= _LONGEST_REASON:
            raise StretchError(f"Expected {name} of 1 to {_LONGEST_REASON} characters, found {len(text)}.")
    return signature


def _find_before(connection: sqlite3.Connection, version: Version) -> int | None:
    """Return the number of the version before this state; None when there is nothing before it."""
    while version.restores:
        version = find_version(connection, version.stretch_id, version.patient, version.restores)
    return None if version.restores == 0 else version.number - 1
