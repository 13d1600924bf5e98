"""Model files: written by skops, read without it, and refused with the reason and the remedy."""

import io
import json
import pickle
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from skops import io as skops_io

from corpus.problems import ModelError
from models.model_file import (
    LARGEST,
    ModelFile,
    digest_of,
    read,
    unpack,
    words_digest,
    write,
)
from models.versions import companion, shipped

ARRAYS: dict[str, NDArray[Any]] = {
    "area/ilacs-2023/weights": np.linspace(-1, 1, 12, dtype=np.float16).reshape(4, 3),
    "area/ilacs-2023/labels": np.array(["CIC", "CL", "HP", "LEAD"]),
    "vocabulary/ids": np.array([3, 2**63, 2**64 - 1], dtype=np.uint64),
    "polarity/bias": np.array(0.5),
    "ranker/empty": np.empty((0, 3), dtype=np.int32),
}
META = {"vouch": "0.2.0", "frameworks": ["ilacs-2023"], "digest": "0" * 64}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "model" / "model.skops"


@pytest.fixture
def written(path: Path) -> ModelFile:
    return write(path, ARRAYS, META)


def assert_same(found: dict[str, Any], expected: dict[str, Any]) -> None:
    assert set(found) == set(expected)
    for name, array in expected.items():
        assert found[name].dtype == array.dtype, name
        assert found[name].shape == array.shape, name
        assert found[name].tolist() == array.tolist(), name


def test_what_is_written_is_read_again(path: Path, written: ModelFile) -> None:
    found = read(path)
    assert_same(dict(found.arrays), ARRAYS)
    assert found.meta == {**META, "format": 1}
    assert found.digest == written.digest
    assert sorted(file.name for file in path.parent.iterdir()) == ["model.json", "model.skops"]


def test_skops_reads_the_same_and_has_nothing_to_distrust(path: Path, written: ModelFile) -> None:
    theirs = skops_io.load(path)
    assert skops_io.get_untrusted_types(file=str(path)) == []
    assert json.loads(str(theirs.pop("meta"))) == written.meta
    assert_same(dict(read(path).arrays), theirs)


def test_files_that_skops_packed_itself_are_read(path: Path) -> None:
    assert_same(unpack(skops_io.dumps(ARRAYS)), ARRAYS)


def test_arrays_cannot_be_written_to(path: Path, written: ModelFile) -> None:
    with pytest.raises(ValueError, match="read-only"):
        read(path).arrays["vocabulary/ids"][0] = 1
    assert written.digest


def test_the_same_model_is_the_same_file(path: Path, tmp_path: Path, written: ModelFile) -> None:
    other = tmp_path / "other.skops"
    copies = {name: ARRAYS[name].copy() for name in reversed(ARRAYS)}
    assert write(other, copies, dict(reversed(META.items()))).digest == written.digest
    assert other.read_bytes() == path.read_bytes()
    assert companion(other).read_bytes() == companion(path).read_bytes()


CHANGES = [
    # (name, array, reason)
    ("polarity/bias", np.array(0.25), "a value"),
    ("polarity/bias", np.array([0.5]), "a shape"),
    ("polarity/bias", np.array(0.5, dtype=np.float32), "a type"),
    ("polarity/slope", np.array(0.5), "a name"),
]


@pytest.mark.parametrize(("name", "array", "reason"), CHANGES)
def test_the_digest_tells_any_change(name: str, array: NDArray[Any], reason: str) -> None:
    changed = {key: value for key, value in ARRAYS.items() if key != "polarity/bias"}
    assert digest_of({**changed, name: array}) != digest_of(ARRAYS), reason


def test_nothing_that_tagging_does_without_is_imported(path: Path, written: ModelFile) -> None:
    code = (
        "import sys; from pathlib import Path; from models.model_file import read; "
        f"print(read(Path({str(path)!r})).digest, "
        "sorted({'skops', 'sklearn', 'scipy', 'spacy', 'pickle5'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == f"{written.digest} []"


def refusal(path: Path) -> str:
    with pytest.raises(ModelError) as caught:
        read(path)
    message = str(caught.value)
    assert str(path) in message
    assert "`vouch train`" in message
    return message


def repack(path: Path, change: Any, packing: int = zipfile.ZIP_DEFLATED) -> None:
    """Pack a model again after `change(members)`, with everything else as it was."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w", packing, compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def told(members: dict[str, bytes], **changes: Any) -> None:
    members["schema.json"] = json.dumps({**json.loads(members["schema.json"]), **changes}).encode()


def turn_a_weight(members: dict[str, bytes]) -> None:
    name = next(name for name, content in members.items() if b"<f2" in content)
    members[name] = members[name][:-1] + bytes([members[name][-1] ^ 1])


DAMAGE = [
    # (change of the members, what is said, reason)
    (turn_a_weight, "not those it was written with", "a single bit of a weight"),
    (lambda members: members.pop("0.npy"), "lacks an array", "a part is missing"),
    (lambda members: members.update({"9.npy": b""}), "does not name", "a part too many"),
    (lambda members: members.update({"x.py": b"1"}), "does not name", "a programme inside"),
    (lambda members: members.pop("schema.json"), "no JSON", "no list of contents"),
    (lambda members: told(members, protocol=9), "protocol 2", "a skops of tomorrow"),
    (lambda members: told(members, __loader__="ReduceNode"), "only arrays", "code by skops"),
    (
        lambda members: members.update({"0.npy": pickle.dumps(print)}),
        "no array of numbers",
        "a pickle",
    ),
]


@pytest.mark.parametrize(("change", "said", "reason"), DAMAGE)
def test_a_file_that_was_altered_is_refused(
    path: Path, written: ModelFile, change: Any, said: str, reason: str
) -> None:
    repack(path, change)
    assert said in refusal(path), reason
    assert written.digest


def test_files_that_are_none(path: Path, written: ModelFile) -> None:
    content = path.read_bytes()
    for spoilt in (b"", b"PK", b"<html></html>", content[:-30], content[: len(content) // 2]):
        path.write_bytes(spoilt)
        assert "no model file, or was cut short or damaged" in refusal(path)
    path.unlink()
    assert "the file model.skops is absent" in refusal(path)
    path.mkdir()
    assert "cannot be read" in refusal(path)
    assert written.digest


def test_the_companion_must_be_there_and_hold_a_digest(path: Path, written: ModelFile) -> None:
    for content in ("[]", "{}", '{"digest": 3}', "{"):
        companion(path).write_text(content)
        assert "the file beside it" in refusal(path)
    companion(path).write_text(json.dumps({"digest": "0" * 64, "more": " " * 2_000_000}))
    assert "the file beside it is no JSON" in refusal(path)
    companion(path).write_text(json.dumps({"digest": "0" * 64}))
    assert "not those it was written with" in refusal(path)
    companion(path).unlink()
    assert "the file model.json is absent" in refusal(path)
    assert written.digest


def test_a_model_of_another_format_is_refused(path: Path, written: ModelFile) -> None:
    for meta, said in (
        ('{"format": 2}', "it is of format 2, and this version of Vouch reads 1"),
        ('{"vouch": "9"}', "format None"),
        ("[]", "says nothing about itself"),
        ("{", "no JSON"),
    ):
        arrays = {**ARRAYS, "meta": np.array(meta)}
        path.write_bytes(skops_io.dumps(arrays))
        companion(path).write_text(json.dumps({"digest": digest_of(arrays)}))
        assert said in refusal(path)
    path.write_bytes(skops_io.dumps(ARRAYS))
    companion(path).write_text(json.dumps({"digest": written.digest}))
    assert "not those" in refusal(path)


def test_what_would_fill_the_memory_is_refused_unread(path: Path, written: ModelFile) -> None:
    repack(path, lambda members: members.update({"9.npy": bytes(LARGEST)}))
    assert "would unpack to more than 64 MB" in refusal(path)
    path.write_bytes(bytes(LARGEST + 1))
    assert "larger than 64 MB" in refusal(path)
    assert written.digest


def test_a_size_that_lies_unpacks_no_further(path: Path, written: ModelFile) -> None:
    """A bomb: 20 MB of nothing that calls itself 200 bytes."""
    repack(path, lambda members: members.update({"0.npy": bytes(20_000_000)}))
    size = (20_000_000).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (200).to_bytes(4, "little")))
    assert "cut short or damaged" in refusal(path)
    assert written.digest


def test_other_ways_of_packing_are_refused(path: Path, written: ModelFile) -> None:
    repack(path, lambda members: None, zipfile.ZIP_LZMA)
    assert "packed in a way" in refusal(path)
    assert written.digest


def test_two_parts_of_one_name_are_refused(path: Path, written: ModelFile) -> None:
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("0.npy", b"")
    assert "two of one name" in refusal(path)
    assert written.digest


def check_only_refused(content: bytes) -> None:
    """Whatever the bytes, arrays or a reason come out."""
    try:
        arrays = unpack(content)
    except ValueError as error:
        assert re.search(r"^[\"i].+", str(error)), error
    else:
        assert all(array.dtype.kind in "biufU" for array in arrays.values())


PACKED = skops_io.dumps({**ARRAYS, "meta": np.array("{}")}, compression=zipfile.ZIP_DEFLATED)


@settings(max_examples=150)
@given(
    flips=st.lists(
        st.tuples(st.integers(0, len(PACKED) - 1), st.integers(1, 255)), min_size=1, max_size=6
    ),
    cut=st.integers(0, len(PACKED)),
    whole=st.booleans(),
)
def test_damaged_bytes_are_refused_and_never_run(
    flips: list[tuple[int, int]], cut: int, whole: bool
) -> None:
    content = bytearray(PACKED)
    for place, change in flips:
        content[place] ^= change
    check_only_refused(bytes(content if whole else content[:cut]))


@settings(max_examples=100)
@given(data=st.data())
def test_damage_behind_valid_checksums_is_refused_too(data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(PACKED)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = data.draw(st.sampled_from(sorted(members, key=len)))
    part = bytearray(members[name])
    for _ in range(data.draw(st.integers(1, 5))):
        part[data.draw(st.integers(0, len(part) - 1))] = data.draw(st.integers(0, 255))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for key, content in members.items():
            archive.writestr(key, bytes(part) if key == name else content)
    check_only_refused(packed.getvalue())


def test_a_pickle_inside_is_never_opened(path: Path, written: ModelFile, tmp_path: Path) -> None:
    trace = tmp_path / "ran"

    class Payload:
        def __reduce__(self) -> tuple[Any, ...]:
            return (Path.touch, (trace,))

    stream = io.BytesIO()
    np.save(stream, np.array([Payload()], dtype=object), allow_pickle=True)
    repack(path, lambda members: members.update({"0.npy": stream.getvalue()}))
    assert "no array of numbers or text" in refusal(path)
    assert not trace.exists()
    assert written.digest


def test_nothing_is_left_of_a_write_that_fails(path: Path, written: ModelFile) -> None:
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    for arrays, meta in (
        ({"a": np.array([None])}, {}),
        ({"meta": np.zeros(1)}, {}),
        ({"a": np.zeros(1)}, {"when": object()}),
    ):
        with pytest.raises((ValueError, TypeError)):
            write(path, arrays, meta)
    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == before
    assert read(path).digest == written.digest


def test_words_that_are_hashed_otherwise_are_noticed() -> None:
    assert words_digest([1, 2]) == words_digest(iter([1, 2]))
    assert words_digest(np.array([1, 2], dtype=np.uint64)) == words_digest([1, 2])
    assert len({words_digest(words) for words in ([], [1, 2], [12], [2, 1])}) == 4


def test_the_shipped_model_has_its_place_in_the_package() -> None:
    assert shipped().parts[-3:] == ("models", "trained", "model.skops")
