"""An XMP packet as a raw developer writes it."""

from __future__ import annotations

PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Some Program">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/"
    xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
    xmlns:aux="http://ns.adobe.com/exif/1.0/aux/"
    xmp:Rating="4" xmp:Label="Küche" xmp:CreatorTool="Some Program 3" crs:Exposure2012="+1.20" crs:HasCrop="True"
    tiff:Orientation="6" tiff:ImageWidth="6000" exif:PixelXDimension="6000" exif:PixelYDimension="4000"
    xmpMM:DocumentID="xmp.did:1234" aux:SerialNumber="123456" aux:Lens="Acme 24mm F8">
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">Zoë’s house &amp; garden</rdf:li></rdf:Alt></dc:title>
   <dc:subject><rdf:Bag><rdf:li>kitchen</rdf:li><rdf:li>日本</rdf:li></rdf:Bag></dc:subject>
   <crs:ToneCurve><rdf:Seq><rdf:li>0, 0</rdf:li></rdf:Seq></crs:ToneCurve>
   <xmp:Thumbnails><rdf:Alt><rdf:li rdf:parseType="Resource"><xmp:image>AAAA</xmp:image></rdf:li></rdf:Alt>
   </xmp:Thumbnails>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>""".encode()
