"""XMP packets: what stays, what goes, and what is no packet at all."""

from __future__ import annotations

from pathlib import Path

import makers
from hypothesis import given, settings
from hypothesis import strategies as st
from xmp_cases import PACKET

from mefcore.bracket import Metadata
from mefcore.export import save_image
from mefcore.io import load_frame
from mefcore.io.xmp import MAX_PACKET, carried_over


class TestXmp:
    def packet(self, inside: str, names: str = "") -> bytes:
        rdf = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        dc = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
        body = f"<rdf:Description {dc} {names}>{inside}</rdf:Description>"
        return f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {rdf}>{body}</rdf:RDF></x:xmpmeta>'.encode()

    def test_entity_bombs_are_dropped(self) -> None:
        bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        packet = self.packet("<dc:source>&b;</dc:source>")
        assert carried_over(bomb + packet, (64, 48)) is None
        assert carried_over((bomb + packet).decode().encode("utf-16"), (64, 48)) is None
        outside = b'<!DOCTYPE x SYSTEM "file:///etc/passwd">' + packet
        assert carried_over(outside, (64, 48)) is None

    def test_utf_16_and_padding(self) -> None:
        packet = self.packet("<dc:source>Zoë</dc:source>")
        expected = carried_over(packet, (64, 48))
        assert expected is not None
        assert "Zoë".encode() in expected
        assert carried_over(packet.decode().encode("utf-16"), (64, 48)) == expected
        assert (
            carried_over(b"<?xpacket begin=''?>\n" + packet + b"  \n" * 1000 + b"<?xpacket end='w'?>", (64, 48))
            == expected
        )

    def test_nothing_left_is_nothing_written(self) -> None:
        crs = 'xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"'
        assert carried_over(self.packet("<crs:Exposure>1</crs:Exposure>", crs), (64, 48)) is None
        assert carried_over(b"not XML at all", (64, 48)) is None
        assert carried_over(b"", (64, 48)) is None
        assert carried_over(None, (64, 48)) is None

    def test_too_long_and_too_deep(self) -> None:
        assert carried_over(self.packet(f"<dc:source>{'x' * MAX_PACKET}</dc:source>"), (64, 48)) is None
        deep = self.packet("<dc:a>" * 20000 + "</dc:a>" * 20000)
        assert carried_over(deep, (64, 48)) is None

    def test_longer_than_a_jpeg_segment(self, tmp_path: Path) -> None:
        packet = self.packet(f"<dc:source>{'x' * 70000}</dc:source>")
        for name in ("a.tif", "a.png", "a.jpg"):
            save_image(tmp_path / name, makers.as_uint8(makers.exposed(0)), metadata=Metadata(xmp=packet))
            assert (load_frame(tmp_path / name).metadata.xmp is None) == (name == "a.jpg")

    def test_a_panorama_stays_one_at_its_own_size(self) -> None:
        pano = 'xmlns:GPano="http://ns.google.com/photos/1.0/panorama/" GPano:ProjectionType="equirectangular" '
        pano += 'GPano:CroppedAreaImageWidthPixels="64" GPano:CroppedAreaImageHeightPixels="48"'
        packet = self.packet("<dc:source>x</dc:source>", pano)
        assert b"equirectangular" in (carried_over(packet, (64, 48)) or b"")
        assert b"equirectangular" not in (carried_over(packet, (60, 48)) or b"equirectangular")

    @settings(max_examples=150, deadline=None)
    @given(st.data())
    def test_broken_packets_are_forgiven(self, data: st.DataObject) -> None:
        broken = bytearray(PACKET)
        for _ in range(data.draw(st.integers(1, 8))):
            broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
        cleaned = carried_over(bytes(broken[data.draw(st.integers(0, 40)) :]), (64, 48))
        assert cleaned is None or (carried_over(cleaned, (64, 48)) == cleaned)
