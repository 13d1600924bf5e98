"""Arrays of a model file: the few kinds that are read, and all that is refused by name."""

import io
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from models.arrays import UnfitError, array_of, files_of, plain_json, storable


def member(array: NDArray[Any]) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=True)
    return stream.getvalue()


def headed(header: str, data: bytes = b"") -> bytes:
    """A member with a header that NumPy would not write."""
    padded = header.encode() + b" " * (64 - (10 + len(header) + 1) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(padded).to_bytes(2, "little") + padded + data


KEPT = [
    # (array, reason)
    (np.arange(6, dtype=np.float16).reshape(2, 3), "weights"),
    (np.asfortranarray(np.arange(6, dtype=np.float32).reshape(2, 3)), "column after column"),
    (np.array([2**64 - 1, 0], dtype=np.uint64), "hashes"),
    (np.array([-1, 1], dtype=np.int8), "single bytes have no order"),
    (np.array([[True], [False]]), "flags"),
    (np.array(["HP", "care leavers – 18"]), "text"),
    (np.array("alone"), "no dimension"),
    (np.empty((0, 4), dtype=np.int32), "nothing, four wide"),
    (np.array([], dtype=np.str_), "no text"),
]


@pytest.mark.parametrize(("array", "reason"), KEPT)
def test_what_numpy_saved_is_read_the_same(array: NDArray[Any], reason: str) -> None:
    read = array_of("x", member(array))
    assert read.dtype == array.dtype, reason
    assert read.shape == array.shape, reason
    assert read.tolist() == array.tolist(), reason
    assert not read.flags.writeable, reason


@settings(max_examples=80)
@given(
    st.sampled_from(["f2", "f4", "f8", "i1", "i4", "u8", "b1", "U3"]).flatmap(
        lambda kind: arrays.arrays(
            np.dtype(kind),
            arrays.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=5),
            elements=st.text(st.characters(codec="utf-8"), max_size=3) if kind == "U3" else None,
        )
    )
)
def test_any_array_that_is_stored_is_read_the_same(array: NDArray[Any]) -> None:
    read = array_of("x", member(storable("x", array)))
    assert (read.dtype, read.shape) == (array.dtype, array.shape)
    assert read.tobytes() == np.ascontiguousarray(array).tobytes()


HOSTILE = [
    # (member, what is said, reason)
    (member(np.array([{}], dtype=object)), "no array of numbers or text", "objects are pickles"),
    (member(np.zeros(2, dtype=[("a", "<i4")])), "no array", "records"),
    (member(np.zeros(2, dtype=">f4")), "no array", "higher byte first"),
    (member(np.zeros(2, dtype="M8[s]")), "no array", "times"),
    (member(np.zeros(2, dtype=np.complex64)), "no array", "complex numbers"),
    (b"", "no array", "nothing"),
    (b"\x93NUMPY\x02\x00" + member(np.zeros(2))[8:], "no array", "another version"),
    (member(np.zeros(4))[:-1], "not as long as it says", "cut short"),
    (member(np.zeros(4)) + b"x", "not as long as it says", "something after it"),
    (
        headed("{'descr': '<f8', 'fortran_order': False, 'shape': (9999999999, 9999999999), }"),
        "not as long as it says",
        "a shape that no memory holds",
    ),
    (
        headed("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }"),
        "no array",
        "a length below nothing",
    ),
    (
        headed("{'descr': __import__('os').system('true'), 'shape': (1,), }"),
        "no array",
        "a header that is a programme",
    ),
    (headed("{'descr': '<f3', 'fortran_order': False, 'shape': (0,), }"), "type", "odd width"),
    (headed("{'descr': '<U0', 'fortran_order': False, 'shape': (5,), }"), "type", "empty words"),
    (headed("{'descr': '|f4', 'fortran_order': False, 'shape': (0,), }"), "type", "no order"),
    (
        headed("{'descr': '<U1', 'fortran_order': False, 'shape': (1,), }", b"\xff\xff\xff\x7f"),
        "text that is damaged",
        "no such character",
    ),
    (
        headed("{'descr': '<U1', 'fortran_order': False, 'shape': (1,), }", b"\x00\xd8\x00\x00"),
        "text that is damaged",
        "half a character",
    ),
    (
        headed("{'descr': '|b1', 'fortran_order': False, 'shape': (1,), }", b"\x07"),
        "neither true nor false",
        "seven",
    ),
]


@pytest.mark.parametrize(("content", "said", "reason"), HOSTILE)
def test_everything_else_is_refused_by_name(content: bytes, said: str, reason: str) -> None:
    with pytest.raises(UnfitError, match=said) as caught:
        array_of("area/weights", content)
    assert '"area/weights"' in str(caught.value), reason


def schema(**changes: Any) -> dict[str, Any]:
    text = {"__class__": "str", "__module__": "builtins", "__loader__": "TypeNode"}
    node = {"__class__": "ndarray", "__module__": "numpy", "__loader__": "NdArrayNode"}
    keys = {"__class__": "list", "__module__": "builtins", "__loader__": "ListNode"}
    whole = {"__class__": "dict", "__module__": "builtins", "__loader__": "DictNode"}
    return {
        **whole,
        "content": {"a": {**node, "type": "numpy", "file": "0.npy"}},
        "key_types": {**keys, "content": [text]},
        "protocol": 2,
        **changes,
    }


def array_node(**changes: Any) -> dict[str, Any]:
    return {"a": {**schema()["content"]["a"], **changes}}


def test_the_schema_tells_the_member_of_each_array() -> None:
    assert files_of(json.dumps(schema()).encode()) == {"a": "0.npy"}


STRANGE = [
    # (schema, what is said, reason)
    ([], "protocol", "no dict"),
    (schema(protocol=3), "protocol 2", "a later protocol"),
    (schema(protocol=1), "protocol 2", "an earlier one, whose rules were laxer"),
    (schema(__loader__="ObjectNode"), "only arrays", "another loader"),
    (schema(__module__="collections", __class__="OrderedDict"), "OrderedDict", "another type"),
    (schema(content=[1]), "list of contents", "no dict inside"),
    (schema(key_types={"content": []}), "only arrays", "keys of unknown type"),
    (
        schema(key_types={**schema()["key_types"], "content": "str"}),
        "list of contents",
        "a word for a list",
    ),
    (schema(content={"a": None}), "no array", "nothing"),
    (schema(content={"a" * 300: array_node()["a"]}), "no array", "a name without end"),
    (schema(content=array_node(type="json")), "array of objects", "objects"),
    (schema(content=array_node(file="../../x.npy")), "array of objects", "a way out"),
    (schema(content=array_node(file=7)), "array of objects", "a number for a name"),
    (schema(content=array_node(__class__="float64")), "float64", "a single number"),
    (
        schema(content=array_node(__module__="os", __class__="system", __loader__="FunctionNode")),
        "os.system",
        "a function",
    ),
    (schema(content=array_node(__class__=["list"])), "only arrays", "a list for a class"),
]


@pytest.mark.parametrize(("told", "said", "reason"), STRANGE)
def test_a_schema_with_anything_else_is_refused(told: object, said: str, reason: str) -> None:
    with pytest.raises(UnfitError, match=said):
        files_of(json.dumps(told).encode())
    assert reason


@pytest.mark.parametrize("content", [b"", b"\xff", b"[" * 100_000, b"{", b"1" * 5000])
def test_json_of_strangers_is_parsed_or_refused(content: bytes) -> None:
    with pytest.raises(UnfitError, match="its list of contents is no JSON"):
        plain_json(content, "its list of contents")


UNSTORABLE = [
    ("a", np.array([None]), "objects"),
    ("a", np.zeros(1, dtype="M8[s]"), "times"),
    ("a" * 201, np.zeros(1), "too long a name"),
    ("ä", np.zeros(1), "no plain name"),
    ("a", np.array(["\ud800"]), "half a character"),
]


@pytest.mark.parametrize(("name", "array", "reason"), UNSTORABLE)
def test_what_could_not_be_read_is_not_stored(name: str, array: NDArray[Any], reason: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        storable(name, array)
    assert reason


def test_stored_arrays_have_the_lower_byte_first() -> None:
    turned = storable("a", np.array([1, 2], dtype=">i4"))
    assert turned.dtype.str == "<i4"
    assert turned.tolist() == [1, 2]
