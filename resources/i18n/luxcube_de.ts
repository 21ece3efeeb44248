<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>Asker</name>
    <message>
        <source>Add to the shoot</source>
        <translation>Zum Shooting hinzufügen</translation>
    </message>
    <message>
        <source>Open a bracket</source>
        <translation>Belichtungsreihe öffnen</translation>
    </message>
    <message>
        <source>Add a folder to the shoot</source>
        <translation>Ordner zum Shooting hinzufügen</translation>
    </message>
    <message>
        <source>Open a folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Match the look of</source>
        <translation>Look angleichen an</translation>
    </message>
</context>
<context>
    <name>BatchDialog</name>
    <message>
        <source>Export 1 set</source>
        <translation>1 Reihe exportieren</translation>
    </message>
    <message>
        <source>Export {0} sets</source>
        <translation>{0} Reihen exportieren</translation>
    </message>
    <message>
        <source>1 rejected set is left out.</source>
        <translation>1 abgelehnte Reihe bleibt außen vor.</translation>
    </message>
    <message>
        <source>{0} rejected sets are left out.</source>
        <translation>{0} abgelehnte Reihen bleiben außen vor.</translation>
    </message>
    <message>
        <source>One folder</source>
        <translation>Ein Ordner</translation>
    </message>
    <message>
        <source>Beside the frames of each set</source>
        <translation>Neben den Aufnahmen jeder Reihe</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Auswählen…</translation>
    </message>
    <message>
        <source>TIFF, 16 bit</source>
        <translation>TIFF, 16 Bit</translation>
    </message>
    <message>
        <source>PNG, 16 bit</source>
        <translation>PNG, 16 Bit</translation>
    </message>
    <message>
        <source>Save each LUT beside its picture, as .cube</source>
        <translation>Jede LUT als .cube neben ihrem Bild speichern</translation>
    </message>
    <message>
        <source>May hold {0}</source>
        <translation>Möglich sind {0}</translation>
    </message>
    <message>
        <source>Write another, with a number</source>
        <translation>Ein weiteres schreiben, mit Nummer</translation>
    </message>
    <message>
        <source>Leave that set out</source>
        <translation>Diese Reihe auslassen</translation>
    </message>
    <message>
        <source>Replace it</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>&amp;Where</source>
        <translation>&amp;Wohin</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>&amp;Format</translation>
    </message>
    <message>
        <source>&amp;Colour space</source>
        <translation>Farb&amp;raum</translation>
    </message>
    <message>
        <source>LUT</source>
        <translation>LUT</translation>
    </message>
    <message>
        <source>&amp;Names</source>
        <translation>&amp;Namen</translation>
    </message>
    <message>
        <source>Where one e&amp;xists</source>
        <translation>Wenn es sie schon &amp;gibt</translation>
    </message>
    <message>
        <source>Folder for the pictures</source>
        <translation>Ordner für die Bilder</translation>
    </message>
    <message>
        <source>Such as {0}</source>
        <translation>Zum Beispiel {0}</translation>
    </message>
</context>
<context>
    <name>BatchPanel</name>
    <message>
        <source>Exports</source>
        <translation>Exporte</translation>
    </message>
    <message>
        <source>Hide the exports</source>
        <translation>Exporte ausblenden</translation>
    </message>
    <message>
        <source>Hide; exports go on</source>
        <translation>Ausblenden; die Exporte laufen weiter</translation>
    </message>
    <message>
        <source>Progress of all exports</source>
        <translation>Fortschritt aller Exporte</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>What is running is finished first</source>
        <translation>Was gerade läuft, wird noch fertig</translation>
    </message>
    <message>
        <source>Cancel all</source>
        <translation>Alle abbrechen</translation>
    </message>
    <message>
        <source>Files that are written already stay</source>
        <translation>Schon geschriebene Dateien bleiben</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Try those again that failed</source>
        <translation>Die fehlgeschlagenen noch einmal versuchen</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Take what is over off the list; files stay</source>
        <translation>Erledigtes aus der Liste nehmen; die Dateien bleiben</translation>
    </message>
    <message>
        <source>&amp;Show in folder</source>
        <translation>Im Ordner &amp;zeigen</translation>
    </message>
    <message>
        <source>&amp;Retry</source>
        <translation>&amp;Erneut versuchen</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>Re&amp;move from the list  (Del)</source>
        <translation>Aus der &amp;Liste nehmen  (Entf)</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} von {1}</translation>
    </message>
    <message>
        <source>, finishing one</source>
        <translation>, eines wird noch fertig</translation>
    </message>
    <message>
        <source>, paused</source>
        <translation>, angehalten</translation>
    </message>
</context>
<context>
    <name>BatchQueue</name>
    <message>
        <source>{0} %</source>
        <translation>{0} %</translation>
    </message>
    <message>
        <source>done, {0} s</source>
        <translation>fertig, {0} s</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>there already</source>
        <translation>schon vorhanden</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>Exporting {0}</source>
        <translation>{0} wird exportiert</translation>
    </message>
    <message>
        <source>This is a bug of Luxcube.</source>
        <translation>Das ist ein Fehler in Luxcube.</translation>
    </message>
</context>
<context>
    <name>Batching</name>
    <message>
        <source>Exports are over: {0}.</source>
        <translation>Die Exporte sind abgeschlossen: {0}.</translation>
    </message>
    <message>
        <source>  …and {0} more, in the list of exports.</source>
        <translation>  …und {0} weitere, in der Liste der Exporte.</translation>
    </message>
    <message>
        <source>Retry failed</source>
        <translation>Fehlgeschlagene wiederholen</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Exports are paused. {0}</source>
        <translation>Die Exporte sind angehalten. {0}</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weitermachen</translation>
    </message>
    <message>
        <source>1 set has not been exported yet. Stop and quit?</source>
        <translation>1 Reihe ist noch nicht exportiert. Anhalten und beenden?</translation>
    </message>
    <message>
        <source>{0} sets have not been exported yet. Stop and quit?</source>
        <translation>{0} Reihen sind noch nicht exportiert. Anhalten und beenden?</translation>
    </message>
    <message>
        <source>Stop and quit</source>
        <translation>Anhalten und beenden</translation>
    </message>
</context>
<context>
    <name>BeforeBox</name>
    <message>
        <source>What the result is compared with; keys 1 to 9 choose a frame, 0 the plain blend</source>
        <translation>Womit das Ergebnis verglichen wird; Tasten 1 bis 9 wählen eine Aufnahme, 0 die reine Mischung</translation>
    </message>
</context>
<context>
    <name>Callout</name>
    <message>
        <source>No more hints</source>
        <translation>Keine Hinweise mehr</translation>
    </message>
    <message>
        <source>Help has them again</source>
        <translation>Im Menü Hilfe gibt es sie wieder</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>To the next hint</source>
        <translation>Zum nächsten Hinweis</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} von {1}</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
</context>
<context>
    <name>CloudView</name>
    <message>
        <source>LUT as a cloud of colours</source>
        <translation>LUT als Farbwolke</translation>
    </message>
    <message>
        <source>Each point is a node of the lattice, where the LUT moves it and in its new colour.
Drag or arrow keys: turn. Wheel, + and −: zoom. Double-click or Home: from the beginning.</source>
        <translation>Jeder Punkt ist ein Gitterpunkt: dort, wohin die LUT ihn verschiebt, und in seiner neuen Farbe.
Ziehen oder Pfeiltasten: drehen. Mausrad, + und −: zoomen. Doppelklick oder Pos1: zurück zum Anfang.</translation>
    </message>
    <message>
        <source>R</source>
        <translation>R</translation>
    </message>
    <message>
        <source>G</source>
        <translation>G</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>Before: {0}</source>
        <translation>Vorher: {0}</translation>
    </message>
    <message>
        <source>Before: as opened</source>
        <translation>Vorher: wie geöffnet</translation>
    </message>
    <message>
        <source>Before: plain blend</source>
        <translation>Vorher: reine Mischung</translation>
    </message>
    <message>
        <source>Before: frame {0}</source>
        <translation>Vorher: Aufnahme {0}</translation>
    </message>
</context>
<context>
    <name>Control</name>
    <message>
        <source>Double-click to reset.</source>
        <translation>Doppelklick setzt zurück.</translation>
    </message>
</context>
<context>
    <name>Corrector</name>
    <message>
        <source>&amp;Split before the chosen frame</source>
        <translation>Vor der gewählten Aufnahme &amp;teilen</translation>
    </message>
    <message>
        <source>&amp;Split before {0}</source>
        <translation>Vor {0} &amp;teilen</translation>
    </message>
    <message>
        <source>Take the chosen frame &amp;out of its set</source>
        <translation>Gewählte A&amp;ufnahme aus ihrer Reihe nehmen</translation>
    </message>
    <message>
        <source>Take {0} &amp;out of its set</source>
        <translation>{0} a&amp;us der Reihe nehmen</translation>
    </message>
    <message>
        <source>&amp;Ignore  (Del)</source>
        <translation>&amp;Ignorieren  (Entf)</translation>
    </message>
    <message>
        <source>&amp;Ignore {0}  (Del)</source>
        <translation>{0} &amp;ignorieren  (Entf)</translation>
    </message>
    <message>
        <source>Divide into sets</source>
        <translation>In Reihen aufteilen</translation>
    </message>
    <message>
        <source>Frames in each set:</source>
        <translation>Aufnahmen je Reihe:</translation>
    </message>
    <message>
        <source>is {0} pixels, but {1} is {2}</source>
        <translation>hat {0} Pixel, {1} aber {2}</translation>
    </message>
    <message>
        <source>all frames of a set must have the same size</source>
        <translation>alle Aufnahmen einer Reihe müssen gleich groß sein</translation>
    </message>
</context>
<context>
    <name>CoverBox</name>
    <message>
        <source>Interpolated from this lattice, against the continuous LUT, in the picture&apos;s own colours.
What the read-outs above say of the whole cube may never occur in the picture.</source>
        <translation>Aus diesem Gitter interpoliert, gegen die kontinuierliche LUT, in den Farben dieses Bildes.
Was die Werte oben vom ganzen Würfel sagen, kommt im Bild vielleicht nie vor.</translation>
    </message>
    <message>
        <source>A photograph visits a small part of all colours. What the LUT does elsewhere, nobody has seen.</source>
        <translation>Ein Foto berührt nur einen kleinen Teil aller Farben. Was die LUT anderswo tut, hat niemand gesehen.</translation>
    </message>
    <message>
        <source>Show it in the cloud</source>
        <translation>In der Wolke zeigen</translation>
    </message>
    <message>
        <source>Nodes that the picture does not use are faint</source>
        <translation>Gitterpunkte, die das Bild nicht braucht, sind blass</translation>
    </message>
    <message>
        <source>{0} of the picture differs by more than 1 ΔE₀₀; {1} at most.</source>
        <translation>{0} des Bildes weichen um mehr als 1 ΔE₀₀ ab; höchstens {1}.</translation>
    </message>
    <message>
        <source>The picture uses {0} of the cells.</source>
        <translation>Das Bild braucht {0} der Zellen.</translation>
    </message>
</context>
<context>
    <name>CrashReporter</name>
    <message>
        <source>Luxcube</source>
        <translation>Luxcube</translation>
    </message>
    <message>
        <source>Something went wrong inside Luxcube. You can go on working.</source>
        <translation>In Luxcube ist etwas schiefgegangen. Die Arbeit kann weitergehen.</translation>
    </message>
    <message>
        <source>The details are in {0}.</source>
        <translation>Näheres steht in {0}.</translation>
    </message>
    <message>
        <source>The log could not be written.</source>
        <translation>Das Protokoll ließ sich nicht schreiben.</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Open the log</source>
        <translation>Protokoll öffnen</translation>
    </message>
</context>
<context>
    <name>CreativeControl</name>
    <message>
        <source>Load…</source>
        <translation>Laden…</translation>
    </message>
    <message>
        <source>A .cube or another LUT, after all edits; or drop it on the window</source>
        <translation>Eine .cube oder andere LUT, nach allen Bearbeitungen; oder aufs Fenster ziehen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Without a LUT of your own</source>
        <translation>Ohne eigene LUT</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
</context>
<context>
    <name>CreativeLut</name>
    <message>
        <source>Add a &amp;creative LUT…</source>
        <translation>&amp;Kreative LUT hinzufügen…</translation>
    </message>
    <message>
        <source>A .cube or another LUT, after all edits; or drop it on the window</source>
        <translation>Eine .cube oder andere LUT, nach allen Bearbeitungen; oder aufs Fenster ziehen</translation>
    </message>
    <message>
        <source>&amp;Remove creative LUT</source>
        <translation>Kreative LUT &amp;entfernen</translation>
    </message>
    <message>
        <source>Back to the LUT of this picture alone</source>
        <translation>Zurück zur LUT dieses Bildes allein</translation>
    </message>
    <message>
        <source>Add a creative LUT</source>
        <translation>Kreative LUT hinzufügen</translation>
    </message>
    <message>
        <source>Reading {0}</source>
        <translation>{0} wird gelesen</translation>
    </message>
    <message>
        <source>Remove creative LUT</source>
        <translation>Kreative LUT entfernen</translation>
    </message>
    <message>
        <source>Creative LUT {0}</source>
        <translation>Kreative LUT {0}</translation>
    </message>
    <message>
        <source>{0} comes after all edits now, and leaves with the LUT.</source>
        <translation>{0} wird jetzt nach allen Bearbeitungen angewendet und mit der LUT exportiert.</translation>
    </message>
    <message>
        <source>It is no plain 3D LUT, and was sampled: off by up to {0} of 255.</source>
        <translation>Es ist keine einfache 3D-LUT; sie wurde abgetastet und weicht um bis zu {0} von 255 ab.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>CurveEditor</name>
    <message>
        <source>Point {0} of {1}: {2} becomes {3}</source>
        <translation>Punkt {0} von {1}: aus {2} wird {3}</translation>
    </message>
    <message>
        <source>Click to add a point, drag it, double-click or Del to remove it. Arrow keys move it.</source>
        <translation>Klick setzt einen Punkt, Ziehen verschiebt ihn, Doppelklick oder Entf nimmt ihn weg. Pfeiltasten bewegen ihn.</translation>
    </message>
</context>
<context>
    <name>EditSession</name>
    <message>
        <source>Reset look</source>
        <translation>Look zurücksetzen</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>Drop a bracket or a whole card here</source>
        <translation>Belichtungsreihe oder ganze Karte hierher ziehen</translation>
    </message>
    <message>
        <source>Two or more exposures of one scene, or a folder of many brackets, which are told apart: JPEG, TIFF, PNG, HEIC, camera RAW and more.</source>
        <translation>Zwei oder mehr Belichtungen einer Szene oder ein Ordner voller Reihen, die von selbst getrennt werden: JPEG, TIFF, PNG, HEIC, Kamera-RAW und mehr.</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Öffnen…</translation>
    </message>
    <message>
        <source>Choose the frames of one bracket, or of many; a folder is in the File menu</source>
        <translation>Die Aufnahmen einer Reihe oder vieler auswählen; ganze Ordner öffnet das Menü Datei</translation>
    </message>
    <message>
        <source>Open the sample</source>
        <translation>Beispiel öffnen</translation>
    </message>
    <message>
        <source>Three exposures of a room with a bright window, to try things out</source>
        <translation>Drei Belichtungen eines Zimmers mit hellem Fenster, zum Ausprobieren</translation>
    </message>
</context>
<context>
    <name>ExportDelegate</name>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
</context>
<context>
    <name>ExportList</name>
    <message>
        <source>Exports</source>
        <translation>Exporte</translation>
    </message>
</context>
<context>
    <name>Exporter</name>
    <message>
        <source>PNG, 16 bit</source>
        <translation>PNG, 16 Bit</translation>
    </message>
    <message>
        <source>JPEG</source>
        <translation>JPEG</translation>
    </message>
    <message>
        <source>Export picture</source>
        <translation>Bild exportieren</translation>
    </message>
    <message>
        <source>Export plain blend</source>
        <translation>Reine Mischung exportieren</translation>
    </message>
    <message>
        <source>Save LUT</source>
        <translation>LUT speichern</translation>
    </message>
    <message>
        <source>3D LUT</source>
        <translation>3D-LUT</translation>
    </message>
    <message>
        <source>Exporting {0}</source>
        <translation>{0} wird exportiert</translation>
    </message>
    <message>
        <source>TIFF, 16 bit</source>
        <translation>TIFF, 16 Bit</translation>
    </message>
</context>
<context>
    <name>Filmstrip</name>
    <message>
        <source>Frames of the bracket, dark to bright</source>
        <translation>Aufnahmen der Reihe, dunkel bis hell</translation>
    </message>
    <message>
        <source>Click a frame to compare with it; right-click for more</source>
        <translation>Ein Klick vergleicht mit dieser Aufnahme; Rechtsklick für mehr</translation>
    </message>
</context>
<context>
    <name>FoundBox</name>
    <message>
        <source>Remove the refinement</source>
        <translation>Verfeinerung entfernen</translation>
    </message>
    <message>
        <source>Remove all nudges</source>
        <translation>Alle Handkorrekturen entfernen</translation>
    </message>
    <message>
        <source>Refine</source>
        <translation>Verfeinern</translation>
    </message>
    <message>
        <source>Fit weights and LUT to these frames alone; takes some seconds and can be undone  (R)</source>
        <translation>Gewichte und LUT allein an diese Aufnahmen anpassen; dauert einige Sekunden und lässt sich zurücknehmen  (R)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop here and keep the best so far  (R)</source>
        <translation>Hier anhalten und das bisher Beste behalten  (R)</translation>
    </message>
    <message>
        <source>Refining… {0} %</source>
        <translation>Wird verfeinert… {0} %</translation>
    </message>
    <message>
        <source>1 nudge</source>
        <translation>1 Handkorrektur</translation>
    </message>
    <message>
        <source>{0} nudges</source>
        <translation>{0} Handkorrekturen</translation>
    </message>
</context>
<context>
    <name>FoundRow</name>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
</context>
<context>
    <name>FrameMenu</name>
    <message>
        <source>Compare with this frame</source>
        <translation>Mit dieser Aufnahme vergleichen</translation>
    </message>
    <message>
        <source>Use as reference</source>
        <translation>Als Referenz verwenden</translation>
    </message>
    <message>
        <source>The others are aligned to it, and moving things are taken from it</source>
        <translation>Die anderen werden an ihr ausgerichtet, und Bewegtes stammt aus ihr</translation>
    </message>
    <message>
        <source>Choose the reference automatically</source>
        <translation>Referenz automatisch wählen</translation>
    </message>
    <message>
        <source>Align this frame</source>
        <translation>Diese Aufnahme ausrichten</translation>
    </message>
    <message>
        <source>Align frame {0}</source>
        <translation>Aufnahme {0} ausrichten</translation>
    </message>
    <message>
        <source>Leave frame {0} where it is</source>
        <translation>Aufnahme {0} lassen, wo sie ist</translation>
    </message>
</context>
<context>
    <name>FrameModel</name>
    <message>
        <source>, mean weight {0} %</source>
        <translation>, mittleres Gewicht {0} %</translation>
    </message>
    <message>
        <source>, weight {0} %</source>
        <translation>, Gewicht {0} %</translation>
    </message>
    <message>
        <source>not aligned</source>
        <translation>nicht ausgerichtet</translation>
    </message>
    <message>
        <source>no sure match</source>
        <translation>keine sichere Übereinstimmung</translation>
    </message>
    <message>
        <source>{0}, {1} sure</source>
        <translation>{0}, {1} sicher</translation>
    </message>
    <message>
        <source>Reference: the others are aligned to it, and moving things are taken from it.</source>
        <translation>Referenz: Die anderen werden an ihr ausgerichtet, und Bewegtes stammt aus ihr.</translation>
    </message>
    <message>
        <source>{0} sure</source>
        <translation>{0} sicher</translation>
    </message>
    <message>
        <source>Left where it is, as you wish.</source>
        <translation>Wie gewünscht gelassen, wo sie ist.</translation>
    </message>
    <message>
        <source>, turned</source>
        <translation>, gedreht</translation>
    </message>
    <message>
        <source>, turned and tilted</source>
        <translation>, gedreht und gekippt</translation>
    </message>
    <message>
        <source>Moved by {0} to match the reference ({1}).</source>
        <translation>Um {0} verschoben, passend zur Referenz ({1}).</translation>
    </message>
    <message>
        <source>Matches the reference as it is ({0}).</source>
        <translation>Passt so zur Referenz ({0}).</translation>
    </message>
    <message>
        <source>Left where it is: no sure match with the reference ({0}).</source>
        <translation>Gelassen, wo sie ist: keine sichere Übereinstimmung mit der Referenz ({0}).</translation>
    </message>
    <message>
        <source>Moving things: {0} taken from the reference.</source>
        <translation>Bewegtes: {0} aus der Referenz übernommen.</translation>
    </message>
    <message>
        <source>Mean weight over the picture: {0} %</source>
        <translation>Mittleres Gewicht im Bild: {0} %</translation>
    </message>
    <message>
        <source>Weight: {0} %</source>
        <translation>Gewicht: {0} %</translation>
    </message>
    <message>
        <source>Its weight differs from place to place: key W shows where.</source>
        <translation>Ihr Gewicht ändert sich von Ort zu Ort: Taste W zeigt, wo.</translation>
    </message>
    <message>
        <source>Key {0} shows it as “before”.</source>
        <translation>Taste {0} zeigt sie als „Vorher“.</translation>
    </message>
</context>
<context>
    <name>FrameRow</name>
    <message>
        <source>Weight of frame {0}</source>
        <translation>Gewicht von Aufnahme {0}</translation>
    </message>
    <message>
        <source>How much of this frame there is; the others that are not locked make room</source>
        <translation>Wie viel von dieser Aufnahme im Bild ist; die anderen, die nicht gesperrt sind, machen Platz</translation>
    </message>
    <message>
        <source>{0}, number</source>
        <translation>{0}, Zahl</translation>
    </message>
    <message>
        <source>Lock: keep this share while others are changed</source>
        <translation>Sperren: diesen Anteil behalten, während andere sich ändern</translation>
    </message>
    <message>
        <source>Solo: this frame alone; press again for what was before</source>
        <translation>Solo: nur diese Aufnahme; noch einmal drücken für den Stand davor</translation>
    </message>
    <message>
        <source>Lock frame {0}</source>
        <translation>Aufnahme {0} sperren</translation>
    </message>
    <message>
        <source>Solo</source>
        <translation>Solo</translation>
    </message>
    <message>
        <source>Solo frame {0}</source>
        <translation>Aufnahme {0} solo</translation>
    </message>
</context>
<context>
    <name>FramesPanel</name>
    <message>
        <source>Frames</source>
        <translation>Aufnahmen</translation>
    </message>
    <message>
        <source>1 frame was moved to match frame {1}.</source>
        <translation>1 Aufnahme wurde passend zu Aufnahme {1} verschoben.</translation>
    </message>
    <message>
        <source>{0} frames were moved to match frame {1}.</source>
        <translation>{0} Aufnahmen wurden passend zu Aufnahme {1} verschoben.</translation>
    </message>
    <message>
        <source>The frames match as they are.</source>
        <translation>Die Aufnahmen passen, wie sie sind.</translation>
    </message>
    <message>
        <source>No sure match for frame {0}; left where it is.</source>
        <translation>Keine sichere Übereinstimmung für Aufnahme {0}; sie bleibt, wo sie ist.</translation>
    </message>
    <message>
        <source>Cropped by {0}.</source>
        <translation>Um {0} beschnitten.</translation>
    </message>
    <message>
        <source>Not looked for: recovered highlights differ from frame to frame.</source>
        <translation>Nicht gesucht: Wiederhergestellte Lichter unterscheiden sich von Aufnahme zu Aufnahme.</translation>
    </message>
    <message>
        <source>Nothing moved.</source>
        <translation>Nichts hat sich bewegt.</translation>
    </message>
    <message>
        <source>Moving things are taken from frame {0}: {1} of the picture.</source>
        <translation>Bewegtes stammt aus Aufnahme {0}: {1} des Bildes.</translation>
    </message>
</context>
<context>
    <name>GhostView</name>
    <message>
        <source>Nothing is deghosted</source>
        <translation>Keine Geisterbilder entfernt</translation>
    </message>
    <message>
        <source>{0} taken from frame {1}</source>
        <translation>{0} aus Aufnahme {1}</translation>
    </message>
    <message>
        <source>nothing moved</source>
        <translation>nichts bewegt</translation>
    </message>
    <message>
        <source>Frame {0}: {1}</source>
        <translation>Aufnahme {0}: {1}</translation>
    </message>
</context>
<context>
    <name>GreysView</name>
    <message>
        <source>What becomes of greys</source>
        <translation>Was aus Grau wird</translation>
    </message>
    <message>
        <source>Greys from black to white go in, red, green and blue come out.
Curves that part tint greys; a curve that falls turns bright into dark.</source>
        <translation>Grau von Schwarz bis Weiß geht hinein, Rot, Grün und Blau kommen heraus.
Laufen die Kurven auseinander, wird Grau farbig; fällt eine, wird Helles dunkel.</translation>
    </message>
    <message>
        <source>Grey in</source>
        <translation>Grau hinein</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>G</source>
        <translation>G</translation>
    </message>
    <message>
        <source>R</source>
        <translation>R</translation>
    </message>
</context>
<context>
    <name>GroupingBox</name>
    <message>
        <source>use the RAW</source>
        <translation>RAW verwenden</translation>
    </message>
    <message>
        <source>use the JPEG</source>
        <translation>JPEG verwenden</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>any number</source>
        <translation>beliebig viele</translation>
    </message>
    <message>
        <source>RAW + JPEG</source>
        <translation>RAW + JPEG</translation>
    </message>
    <message>
        <source>Which to use where both are of one exposure</source>
        <translation>Was verwendet wird, wenn beide dieselbe Belichtung zeigen</translation>
    </message>
    <message>
        <source>Longest pause</source>
        <translation>Längste Pause</translation>
    </message>
    <message>
        <source>A longer pause always begins a new set</source>
        <translation>Nach einer längeren Pause beginnt immer eine neue Reihe</translation>
    </message>
    <message>
        <source>Frames in a set</source>
        <translation>Aufnahmen je Reihe</translation>
    </message>
    <message>
        <source>Where every set has as many; what is left stays single</source>
        <translation>Wenn alle Reihen gleich lang sind; was übrig ist, bleibt einzeln</translation>
    </message>
</context>
<context>
    <name>HealthList</name>
    <message>
        <source>Nothing to repair.</source>
        <translation>Nichts zu reparieren.</translation>
    </message>
    <message>
        <source>Can be mended: {0}.</source>
        <translation>Lässt sich ausbessern: {0}.</translation>
    </message>
    <message>
        <source>There was nothing to mend.</source>
        <translation>Es gab nichts auszubessern.</translation>
    </message>
    <message>
        <source>Changed {0} of nodes, by {1} levels at most.</source>
        <translation>{0} der Gitterpunkte geändert, um höchstens {1} Stufen.</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>Gitter</translation>
    </message>
    <message>
        <source>Mean ΔE₀₀</source>
        <translation>Mittleres ΔE₀₀</translation>
    </message>
    <message>
        <source>Largest</source>
        <translation>Größtes</translation>
    </message>
</context>
<context>
    <name>HistogramView</name>
    <message>
        <source>Histogram</source>
        <translation>Histogramm</translation>
    </message>
    <message>
        <source>Luma</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>RGB</source>
        <translation>RGB</translation>
    </message>
    <message>
        <source>Nothing is shown</source>
        <translation>Nichts zu zeigen</translation>
    </message>
    <message>
        <source>Shadows clipped: {0}. Highlights clipped: {1}.</source>
        <translation>Tiefen abgeschnitten: {0}. Lichter abgeschnitten: {1}.</translation>
    </message>
    <message>
        <source> · log</source>
        <translation> · log</translation>
    </message>
    <message>
        <source>Histogram of what is shown. Click for luma or RGB, right-click for more.</source>
        <translation>Histogramm dessen, was gezeigt wird. Klick für Helligkeit oder RGB, Rechtsklick für mehr.</translation>
    </message>
    <message>
        <source>Black: {0} of what is shown. Click to mark clipped shadows  (U)</source>
        <translation>Schwarz: {0} dessen, was gezeigt wird. Klick markiert abgeschnittene Tiefen  (U)</translation>
    </message>
    <message>
        <source>A channel at its end: {0} of what is shown. Click to mark clipped highlights  (O)</source>
        <translation>Ein Kanal am Anschlag: {0} dessen, was gezeigt wird. Klick markiert abgeschnittene Lichter  (O)</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>Snapshots</source>
        <translation>Schnappschüsse</translation>
    </message>
    <message>
        <source>A snapshot keeps the look as it is now: to come back to, or to compare with.</source>
        <translation>Ein Schnappschuss hält den Look fest, wie er jetzt ist: um zurückzukehren oder zu vergleichen.</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
</context>
<context>
    <name>Instruments</name>
    <message>
        <source>H&amp;istogram</source>
        <translation>H&amp;istogramm</translation>
    </message>
    <message>
        <source>Of what is shown, above the controls</source>
        <translation>Von dem, was gezeigt wird, über den Reglern</translation>
    </message>
    <message>
        <source>Histogram of luma</source>
        <translation>Histogramm der Helligkeit</translation>
    </message>
    <message>
        <source>Instead of red, green, blue</source>
        <translation>Statt Rot, Grün und Blau</translation>
    </message>
    <message>
        <source>Logarithmic histogram</source>
        <translation>Logarithmisches Histogramm</translation>
    </message>
    <message>
        <source>Shows what few pixels have</source>
        <translation>Zeigt auch, was nur wenige Pixel haben</translation>
    </message>
    <message>
        <source>Mark &amp;clipping</source>
        <translation>&amp;Abgeschnittenes markieren</translation>
    </message>
    <message>
        <source>Shadows that are black, and highlights with a channel at its end, at every zoom</source>
        <translation>Tiefen, die schwarz sind, und Lichter mit einem Kanal am Anschlag, bei jedem Zoom</translation>
    </message>
    <message>
        <source>Mark clipped shadows</source>
        <translation>Abgeschnittene Tiefen markieren</translation>
    </message>
    <message>
        <source>Where every channel is 0</source>
        <translation>Wo jeder Kanal 0 ist</translation>
    </message>
    <message>
        <source>Mark clipped highlights</source>
        <translation>Abgeschnittene Lichter markieren</translation>
    </message>
    <message>
        <source>Where any channel is 255</source>
        <translation>Wo ein Kanal 255 ist</translation>
    </message>
    <message>
        <source>Colours of the marks</source>
        <translation>Farben der Markierungen</translation>
    </message>
</context>
<context>
    <name>Keeping</name>
    <message>
        <source>Luxcube was not closed properly. Nothing is lost: {0} can be opened as it was.</source>
        <translation>Luxcube wurde nicht richtig beendet. Nichts ist verloren: {0} lässt sich öffnen, wie es war.</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>Wieder öffnen</translation>
    </message>
    <message>
        <source>These pictures are grouped as you left them.</source>
        <translation>Diese Bilder sind so gruppiert wie zuletzt.</translation>
    </message>
    <message>
        <source>Group anew</source>
        <translation>Neu gruppieren</translation>
    </message>
    <message>
        <source>The picture is as {0} says already.</source>
        <translation>Das Bild ist schon, wie {0} es sagt.</translation>
    </message>
    <message>
        <source>Apply recipe</source>
        <translation>Rezept anwenden</translation>
    </message>
    <message>
        <source>The recipe {0} was applied.</source>
        <translation>Das Rezept {0} wurde angewendet.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>free some space</source>
        <translation>etwas Platz schaffen</translation>
    </message>
    <message>
        <source>What you do cannot be kept at the moment: {0}</source>
        <translation>Die Bearbeitung lässt sich im Moment nicht sichern: {0}</translation>
    </message>
    <message>
        <source>{0}; Luxcube goes on trying</source>
        <translation>{0}; Luxcube versucht es weiter</translation>
    </message>
    <message>
        <source>Nothing can be written beside these pictures. What you do to them is kept in Luxcube’s own folder.</source>
        <translation>Neben diesen Bildern lässt sich nichts schreiben. Die Bearbeitung wird in Luxcubes eigenem Ordner gesichert.</translation>
    </message>
    <message>
        <source>{0} was changed by somebody else. It stays as it is, and what you do is kept beside it.</source>
        <translation>{0} wurde von anderer Seite geändert. Es bleibt, wie es ist, und die Bearbeitung wird daneben gesichert.</translation>
    </message>
    <message>
        <source>This bracket is open in another Luxcube. What you do here is kept in a file of its own.</source>
        <translation>Diese Reihe ist in einem anderen Luxcube geöffnet. Was hier geschieht, wird in einer eigenen Datei gesichert.</translation>
    </message>
</context>
<context>
    <name>LookCommands</name>
    <message>
        <source>Auto look</source>
        <translation>Look automatisch</translation>
    </message>
    <message>
        <source>Reset edits</source>
        <translation>Bearbeitungen zurücksetzen</translation>
    </message>
</context>
<context>
    <name>LookPanel</name>
    <message>
        <source>Look</source>
        <translation>Look</translation>
    </message>
    <message>
        <source>Blend</source>
        <translation>Mischung</translation>
    </message>
    <message>
        <source>LUT</source>
        <translation>LUT</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>Auto</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>All edits of the look back to the beginning</source>
        <translation>Alle Bearbeitungen des Looks zurück auf den Anfang</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Licht</translation>
    </message>
    <message>
        <source>Tone curve</source>
        <translation>Gradationskurve</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Colour mixer</source>
        <translation>Farbmischer</translation>
    </message>
    <message>
        <source>Split toning</source>
        <translation>Teiltonung</translation>
    </message>
    <message>
        <source>Gamut</source>
        <translation>Farbumfang</translation>
    </message>
    <message>
        <source>Creative LUT</source>
        <translation>Kreative LUT</translation>
    </message>
</context>
<context>
    <name>LutExport</name>
    <message>
        <source>Recre&amp;ate anywhere…</source>
        <translation>&amp;Anderswo nachbauen…</translation>
    </message>
    <message>
        <source>A folder with the blend, the LUT, the layers, and a command that makes the picture again</source>
        <translation>Ein Ordner mit Mischung, LUT, Ebenen und einem Befehl, der das Bild daraus wieder herstellt</translation>
    </message>
    <message>
        <source>Export &amp;LUT…</source>
        <translation>&amp;LUT exportieren…</translation>
    </message>
    <message>
        <source>For a program of your choice, in its format and size; read back and measured</source>
        <translation>Für ein Programm nach Wahl, in seinem Format und seiner Größe; zurückgelesen und gemessen</translation>
    </message>
    <message>
        <source>Export LUT</source>
        <translation>LUT exportieren</translation>
    </message>
    <message>
        <source>Exporting {0}</source>
        <translation>{0} wird exportiert</translation>
    </message>
    <message>
        <source>Recreate anywhere: where shall the new folder be?</source>
        <translation>Anderswo nachbauen: Wohin soll der neue Ordner?</translation>
    </message>
    <message>
        <source>Writing {0}</source>
        <translation>{0} wird geschrieben</translation>
    </message>
    <message>
        <source>Wrote {0}: {1} files, {2}. README.txt there says how to use them.</source>
        <translation>{0} geschrieben: {1} Dateien, {2}. README.txt darin sagt, wie sie zu verwenden sind.</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>Ordner zeigen</translation>
    </message>
    <message>
        <source>Saved {0}, {1}, in {2}.</source>
        <translation>{0} gespeichert, {1}, in {2}.</translation>
    </message>
    <message>
        <source>Saved {0}, {1}.</source>
        <translation>{0} gespeichert, {1}.</translation>
    </message>
    <message>
        <source>Read back: off by {0} of 65535 at most, the same in 16 bits.</source>
        <translation>Zurückgelesen: höchstens {0} von 65535 daneben, in 16 Bit dasselbe.</translation>
    </message>
    <message>
        <source>Read back: off by {0} of 65535 at most.</source>
        <translation>Zurückgelesen: höchstens {0} von 65535 daneben.</translation>
    </message>
    <message>
        <source>To the continuous LUT: ΔE {0} on average, {1} at most.</source>
        <translation>Zur kontinuierlichen LUT: ΔE {0} im Mittel, höchstens {1}.</translation>
    </message>
    <message>
        <source>Other programs need the blend of this picture as well.</source>
        <translation>Andere Programme brauchen auch die Mischung dieses Bildes.</translation>
    </message>
    <message>
        <source>Export the blend too…</source>
        <translation>Auch die Mischung exportieren…</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
</context>
<context>
    <name>LutExportDialog</name>
    <message>
        <source>Export LUT</source>
        <translation>LUT exportieren</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>about {0}</source>
        <translation>etwa {0}</translation>
    </message>
    <message>
        <source>ΔE {0} on average, {1} at most, at samples of all colours</source>
        <translation>ΔE {0} im Mittel, höchstens {1}, an Stichproben aller Farben</translation>
    </message>
    <message>
        <source>{0}; tetrahedral differs from trilinear by {1} of 255 at most in this picture</source>
        <translation>{0}; tetraedrisch weicht in diesem Bild um höchstens {1} von 255 von trilinear ab</translation>
    </message>
    <message>
        <source>; a shaper would not help, and is left out</source>
        <translation>; ein Shaper würde nicht helfen und entfällt</translation>
    </message>
    <message>
        <source>Any program</source>
        <translation>Beliebiges Programm</translation>
    </message>
    <message>
        <source>1D shaper before the lattice</source>
        <translation>1D-Shaper vor dem Gitter</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Für</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Points per axis</source>
        <translation>Punkte je Achse</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Lookup</source>
        <translation>Nachschlagen</translation>
    </message>
    <message>
        <source>Puts lattice points closer where colours bend most. Only for .cube files, and these programs: {0}</source>
        <translation>Setzt Gitterpunkte dichter, wo Farben sich am stärksten biegen. Nur für .cube-Dateien und diese Programme: {0}</translation>
    </message>
    <message>
        <source>Not tried in that program: its menus may be named differently.</source>
        <translation>In diesem Programm nicht ausprobiert: Seine Menüs heißen vielleicht anders.</translation>
    </message>
    <message>
        <source>Cube (.cube)</source>
        <translation>Cube (.cube)</translation>
    </message>
    <message>
        <source>Flame, 12 bit (.3dl)</source>
        <translation>Flame, 12 Bit (.3dl)</translation>
    </message>
    <message>
        <source>HaldCLUT picture, 16 bit (.png)</source>
        <translation>HaldCLUT-Bild, 16 Bit (.png)</translation>
    </message>
    <message>
        <source>Common LUT Format (.clf)</source>
        <translation>Common LUT Format (.clf)</translation>
    </message>
    <message>
        <source>Cinespace (.csp)</source>
        <translation>Cinespace (.csp)</translation>
    </message>
    <message>
        <source>Picture for OBS, 8 bit (.png)</source>
        <translation>Bild für OBS, 8 Bit (.png)</translation>
    </message>
    <message>
        <source>Trilinear there</source>
        <translation>Dort trilinear</translation>
    </message>
    <message>
        <source>Tetrahedral there</source>
        <translation>Dort tetraedrisch</translation>
    </message>
    <message>
        <source>Trilinear or tetrahedral, as chosen there</source>
        <translation>Trilinear oder tetraedrisch, je nach Wahl dort</translation>
    </message>
    <message>
        <source>Not known for that program</source>
        <translation>Für dieses Programm nicht bekannt</translation>
    </message>
    <message>
        <source>Depends on the program</source>
        <translation>Hängt vom Programm ab</translation>
    </message>
</context>
<context>
    <name>LutHealth</name>
    <message>
        <source>Values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>Greys rise</source>
        <translation>Grau steigt</translation>
    </message>
    <message>
        <source>Greys neutral</source>
        <translation>Grau neutral</translation>
    </message>
    <message>
        <source>Folds</source>
        <translation>Falten</translation>
    </message>
    <message>
        <source>Banding</source>
        <translation>Streifen</translation>
    </message>
    <message>
        <source>Clipped</source>
        <translation>Abgeschnitten</translation>
    </message>
    <message>
        <source>Fine enough</source>
        <translation>Fein genug</translation>
    </message>
    <message>
        <source>{0} nodes broken</source>
        <translation>{0} Gitterpunkte kaputt</translation>
    </message>
    <message>
        <source>all in range</source>
        <translation>alle im Bereich</translation>
    </message>
    <message>
        <source>fall by {0} levels</source>
        <translation>fällt um {0} Stufen</translation>
    </message>
    <message>
        <source>always</source>
        <translation>immer</translation>
    </message>
    <message>
        <source>up to {0} off</source>
        <translation>bis zu {0} daneben</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>{0} of cells</source>
        <translation>{0} der Zellen</translation>
    </message>
    <message>
        <source>{0}, not in the picture</source>
        <translation>{0}, nicht im Bild</translation>
    </message>
    <message>
        <source>{0} of nodes</source>
        <translation>{0} der Gitterpunkte</translation>
    </message>
    <message>
        <source>mean ΔE₀₀ {0}</source>
        <translation>mittleres ΔE₀₀ {0}</translation>
    </message>
    <message>
        <source>Every node must be a colour between black and white.
Programs treat others as they like. Repair takes the mean of the neighbours.</source>
        <translation>Jeder Gitterpunkt muss eine Farbe zwischen Schwarz und Weiß sein.
Mit anderen gehen Programme nach Belieben um. Die Reparatur nimmt das Mittel der Nachbarn.</translation>
    </message>
    <message>
        <source>From black to white, greys must never get darker again:
skies and skin would show rings. Repair levels what falls.</source>
        <translation>Von Schwarz nach Weiß darf Grau nie wieder dunkler werden:
Himmel und Haut zeigten Ringe. Die Reparatur glättet, was fällt.</translation>
    </message>
    <message>
        <source>How far greys are from neutral at most: the distance from the grey axis in CIE Lab.
A look may want that. If not: set Repair to Neutral, or turn the white balance.</source>
        <translation>Wie weit Grau höchstens von neutral entfernt ist: der Abstand zur Grauachse in CIE Lab.
Ein Look kann das wollen. Wenn nicht: Reparatur auf Neutral stellen oder den Weißabgleich ändern.</translation>
    </message>
    <message>
        <source>Cells of the cube that are turned inside out: there, two colours become one and change places.
Where the picture uses no such cell, nobody sees it. Repair smooths them.</source>
        <translation>Zellen des Würfels, die umgestülpt sind: Dort tauschen zwei Farben den Platz.
Braucht das Bild keine solche Zelle, sieht es niemand. Die Reparatur glättet sie.</translation>
    </message>
    <message>
        <source>Values that go up and down from node to node: gradients get stripes.
Repair smooths them; LUTs that were saved with few digits often have them.</source>
        <translation>Werte, die von Punkt zu Punkt auf und ab gehen: Verläufe bekommen Streifen.
Die Reparatur glättet sie; mit wenigen Stellen gespeicherte LUTs haben sie oft.</translation>
    </message>
    <message>
        <source>Nodes that are at black or full brightness in a channel, though what goes in is not.
A brighter LUT clips more. What is gone cannot be repaired: darken, or lower the strength.</source>
        <translation>Gitterpunkte, bei denen ein Kanal schwarz oder voll ist, obwohl er es im Eingang nicht war.
Eine hellere LUT schneidet mehr ab. Was weg ist, repariert nichts: abdunkeln oder die Stärke senken.</translation>
    </message>
    <message>
        <source>How far this lattice is from the continuous LUT, at samples spread over all colours.
A larger grid, or tetrahedral interpolation, is nearer.</source>
        <translation>Wie weit dieses Gitter von der kontinuierlichen LUT entfernt ist, an Stichproben aus allen Farben.
Ein größeres Gitter oder tetraedrische Interpolation kommt näher.</translation>
    </message>
    <message>
        <source>This LUT is healthy.</source>
        <translation>Diese LUT ist gesund.</translation>
    </message>
    <message>
        <source>This LUT is healthy. Worth knowing: {0}.</source>
        <translation>Diese LUT ist gesund. Gut zu wissen: {0}.</translation>
    </message>
    <message>
        <source>Repair, on the LUT page, mends it.</source>
        <translation>Die Reparatur auf der Seite LUT behebt es.</translation>
    </message>
    <message>
        <source>Look at this LUT before you use it: {0}.</source>
        <translation>Vor dem Verwenden diese LUT ansehen: {0}.</translation>
    </message>
    <message>
        <source>in order</source>
        <translation>in Ordnung</translation>
    </message>
    <message>
        <source>worth knowing</source>
        <translation>gut zu wissen</translation>
    </message>
    <message>
        <source>to be mended</source>
        <translation>auszubessern</translation>
    </message>
</context>
<context>
    <name>LutInstruments</name>
    <message>
        <source>Health</source>
        <translation>Gesundheit</translation>
    </message>
    <message>
        <source>In this picture</source>
        <translation>In diesem Bild</translation>
    </message>
    <message>
        <source>&amp;Look the LUT over</source>
        <translation>LUT &amp;begutachten</translation>
    </message>
    <message>
        <source>Cloud, curves and health of the LUT, on the LUT page</source>
        <translation>Wolke, Kurven und Gesundheit der LUT, auf der Seite LUT</translation>
    </message>
    <message>
        <source>LUT in its own &amp;window</source>
        <translation>LUT in eigenem &amp;Fenster</translation>
    </message>
    <message>
        <source>Larger, beside the picture or on another screen</source>
        <translation>Größer, neben dem Bild oder auf einem anderen Bildschirm</translation>
    </message>
    <message>
        <source>&amp;Repair the LUT</source>
        <translation>LUT &amp;reparieren</translation>
    </message>
    <message>
        <source>Mends greys that fall, folds and banding, and changes nothing else</source>
        <translation>Bessert fallendes Grau, Falten und Streifen aus und ändert sonst nichts</translation>
    </message>
    <message>
        <source>&amp;Smallest grid under the ΔE on the page</source>
        <translation>&amp;Kleinstes Gitter unter dem ΔE der Seite</translation>
    </message>
    <message>
        <source>The smallest lattice that stays as near to the continuous LUT</source>
        <translation>Das kleinste Gitter, das so nah an der kontinuierlichen LUT bleibt</translation>
    </message>
    <message>
        <source>Repair LUT</source>
        <translation>LUT reparieren</translation>
    </message>
    <message>
        <source>Undo repair of LUT</source>
        <translation>Reparatur der LUT zurücknehmen</translation>
    </message>
    <message>
        <source>Smallest grid</source>
        <translation>Kleinstes Gitter</translation>
    </message>
</context>
<context>
    <name>LutViewer</name>
    <message>
        <source>Cloud</source>
        <translation>Wolke</translation>
    </message>
    <message>
        <source>The nodes of the lattice in the colour cube</source>
        <translation>Die Gitterpunkte im Farbwürfel</translation>
    </message>
    <message>
        <source>Greys</source>
        <translation>Grau</translation>
    </message>
    <message>
        <source>What becomes of greys, channel by channel</source>
        <translation>Was aus Grau wird, Kanal für Kanal</translation>
    </message>
    <message>
        <source>Slice</source>
        <translation>Schnitt</translation>
    </message>
    <message>
        <source>One plane of the cube, before and after</source>
        <translation>Eine Ebene des Würfels, vorher und nachher</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>Linien</translation>
    </message>
    <message>
        <source>Lines from where nodes were to where the LUT moves them</source>
        <translation>Linien von den alten Plätzen der Punkte dorthin, wohin die LUT sie verschiebt</translation>
    </message>
    <message>
        <source>In a window of its own</source>
        <translation>In einem eigenen Fenster</translation>
    </message>
    <message>
        <source>Enlarge</source>
        <translation>Vergrößern</translation>
    </message>
</context>
<context>
    <name>LutWindow</name>
    <message>
        <source>LUT</source>
        <translation>LUT</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Drop to open     Shift + drop to add to the shoot</source>
        <translation>Loslassen zum Öffnen     Mit Umschalt: zum Shooting hinzufügen</translation>
    </message>
    <message>
        <source>Luxcube</source>
        <translation>Luxcube</translation>
    </message>
    <message>
        <source>{0} and {1} more</source>
        <translation>{0} und {1} weitere</translation>
    </message>
    <message>
        <source>{0} – Luxcube</source>
        <translation>{0} – Luxcube</translation>
    </message>
    <message>
        <source>R&amp;efine</source>
        <translation>Ver&amp;feinern</translation>
    </message>
    <message>
        <source>Stop r&amp;efining</source>
        <translation>Ver&amp;feinern anhalten</translation>
    </message>
    <message>
        <source>An export is still running. Stop it and quit?</source>
        <translation>Ein Export läuft noch. Anhalten und beenden?</translation>
    </message>
    <message>
        <source>Stop and quit</source>
        <translation>Anhalten und beenden</translation>
    </message>
</context>
<context>
    <name>Mark</name>
    <message>
        <source>Sample {0}</source>
        <translation>Probe {0}</translation>
    </message>
</context>
<context>
    <name>Navigator</name>
    <message>
        <source>Navigator</source>
        <translation>Navigator</translation>
    </message>
    <message>
        <source>Drag to move, wheel to zoom, double-click to see all</source>
        <translation>Ziehen verschiebt, Mausrad zoomt, Doppelklick zeigt alles</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Dismiss (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
</context>
<context>
    <name>Nudger</name>
    <message>
        <source>Remove nudges</source>
        <translation>Handkorrekturen entfernen</translation>
    </message>
    <message>
        <source>Less of frame {0}</source>
        <translation>Weniger von Aufnahme {0}</translation>
    </message>
    <message>
        <source>More of frame {0}</source>
        <translation>Mehr von Aufnahme {0}</translation>
    </message>
    <message>
        <source>Frame {0}</source>
        <translation>Aufnahme {0}</translation>
    </message>
</context>
<context>
    <name>NumberControl</name>
    <message>
        <source>, number</source>
        <translation>, Zahl</translation>
    </message>
</context>
<context>
    <name>Opener</name>
    <message>
        <source>{0} files</source>
        <translation>{0} Dateien</translation>
    </message>
    <message>
        <source>Adding {0}</source>
        <translation>{0} wird hinzugefügt</translation>
    </message>
    <message>
        <source>Opening {0}</source>
        <translation>{0} wird geöffnet</translation>
    </message>
    <message>
        <source>Grouping anew</source>
        <translation>Wird neu gruppiert</translation>
    </message>
    <message>
        <source>Finding weights and LUT</source>
        <translation>Gewichte und LUT werden gesucht</translation>
    </message>
    <message>
        <source>no two of these {0} pictures seem to be of one bracket</source>
        <translation>keine zwei dieser {0} Bilder scheinen zu einer Reihe zu gehören</translation>
    </message>
    <message>
        <source>select those that are, and merge them</source>
        <translation>die zusammengehörigen auswählen und verbinden</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>What do you want to do?</source>
        <translation>Was soll geschehen?</translation>
    </message>
    <message>
        <source>Search all commands</source>
        <translation>Alle Befehle durchsuchen</translation>
    </message>
    <message>
        <source>A few letters of a command; Enter does it, Esc leaves</source>
        <translation>Einige Buchstaben eines Befehls; Eingabe führt ihn aus, Esc schließt</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>No command is called like that.</source>
        <translation>So heißt kein Befehl.</translation>
    </message>
</context>
<context>
    <name>PartsDialog</name>
    <message>
        <source>What was refined or nudged on one picture stays with it.</source>
        <translation>Was an einem Bild verfeinert oder von Hand korrigiert wurde, bleibt bei ihm.</translation>
    </message>
</context>
<context>
    <name>Picker</name>
    <message>
        <source>Colour p&amp;icker</source>
        <translation>&amp;Farbpipette</translation>
    </message>
    <message>
        <source>Click on up to four places, or Ctrl+click at any time: their values in frames and result</source>
        <translation>Bis zu vier Stellen anklicken, mit Strg jederzeit: ihre Werte in Aufnahmen und Ergebnis</translation>
    </message>
    <message>
        <source>Remove colour samples</source>
        <translation>Farbproben entfernen</translation>
    </message>
    <message>
        <source>All that were set on the picture</source>
        <translation>Alle, die im Bild gesetzt wurden</translation>
    </message>
    <message>
        <source>&amp;White balance from a grey place</source>
        <translation>&amp;Weißabgleich auf eine graue Stelle</translation>
    </message>
    <message>
        <source>Click on something grey or white: temperature and tint are set so that it is neutral</source>
        <translation>Etwas Graues oder Weißes anklicken: Temperatur und Tönung machen es neutral</translation>
    </message>
    <message>
        <source>Click: a sample, up to four. Esc puts the picker away.</source>
        <translation>Klick: eine Probe, bis zu vier. Esc legt die Pipette weg.</translation>
    </message>
    <message>
        <source>Click on something grey or white. Esc puts the picker away.</source>
        <translation>Etwas Graues oder Weißes anklicken. Esc legt die Pipette weg.</translation>
    </message>
    <message>
        <source>White balance</source>
        <translation>Weißabgleich</translation>
    </message>
    <message>
        <source>Temperature and tint do not go far enough to make this place grey; it is as near as they get.</source>
        <translation>Temperatur und Tönung reichen nicht aus, um diese Stelle grau zu machen; näher geht es nicht.</translation>
    </message>
    <message>
        <source>Make this place grey</source>
        <translation>Diese Stelle grau machen</translation>
    </message>
    <message>
        <source>Copy values</source>
        <translation>Werte kopieren</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove all samples</source>
        <translation>Alle Proben entfernen</translation>
    </message>
</context>
<context>
    <name>Preparer</name>
    <message>
        <source>Preparing the frames</source>
        <translation>Aufnahmen werden vorbereitet</translation>
    </message>
    <message>
        <source>Leave the frames as they are</source>
        <translation>Aufnahmen lassen, wie sie sind</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Preparing the comparison</source>
        <translation>Der Vergleich wird vorbereitet</translation>
    </message>
    <message>
        <source>Sampling {0} × {0} × {0}</source>
        <translation>{0} × {0} × {0} wird abgetastet</translation>
    </message>
</context>
<context>
    <name>ProgressStrip</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop what is under way; what was there before stays</source>
        <translation>Beenden, was gerade läuft; was vorher da war, bleibt</translation>
    </message>
    <message>
        <source>{0}  (+{1} more)</source>
        <translation>{0}  (+{1} weitere)</translation>
    </message>
</context>
<context>
    <name>Readouts</name>
    <message>
        <source>Lattice</source>
        <translation>Gitter</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <source>.cube on disk</source>
        <translation>.cube auf der Platte</translation>
    </message>
    <message>
        <source>Mean ΔE₀₀</source>
        <translation>Mittleres ΔE₀₀</translation>
    </message>
    <message>
        <source>Largest ΔE₀₀ of samples</source>
        <translation>Größtes ΔE₀₀ der Stichproben</translation>
    </message>
    <message>
        <source>Measured at a few thousand colours, the same for every picture. Between them, and so in a picture,
a colour can be further off: what your picture shows is told under In this picture.</source>
        <translation>Gemessen an einigen Tausend Farben, denselben für jedes Bild. Dazwischen, und so auch in einem Bild,
kann eine Farbe weiter abweichen: Was dieses Bild zeigt, steht unter „In diesem Bild“.</translation>
    </message>
    <message>
        <source>ΔE₀₀: how far this lattice strays from the continuous LUT, at samples spread over all colours. Below 1 is hardly visible.</source>
        <translation>ΔE₀₀: wie weit dieses Gitter von der kontinuierlichen LUT abweicht, an Stichproben aus allen Farben. Unter 1 ist kaum zu sehen.</translation>
    </message>
</context>
<context>
    <name>RecentList</name>
    <message>
        <source>{0} was moved or deleted; choose it to look for it</source>
        <translation>{0} wurde verschoben oder gelöscht; auswählen, um danach zu suchen</translation>
    </message>
</context>
<context>
    <name>RecentMenu</name>
    <message>
        <source>Open &amp;recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>{0}  (not there)</source>
        <translation>{0}  (nicht da)</translation>
    </message>
    <message>
        <source>{0} was moved or deleted; choose it to look for it</source>
        <translation>{0} wurde verschoben oder gelöscht; auswählen, um danach zu suchen</translation>
    </message>
    <message>
        <source>&amp;Clear list</source>
        <translation>Liste &amp;leeren</translation>
    </message>
</context>
<context>
    <name>Recents</name>
    <message>
        <source>{0} and {1} more</source>
        <translation>{0} und {1} weitere</translation>
    </message>
</context>
<context>
    <name>Refiner</name>
    <message>
        <source>Refining</source>
        <translation>Wird verfeinert</translation>
    </message>
    <message>
        <source>Matching {0}</source>
        <translation>{0} wird angeglichen</translation>
    </message>
    <message>
        <source>Remove refinement</source>
        <translation>Verfeinerung entfernen</translation>
    </message>
    <message>
        <source>Match look</source>
        <translation>Look angleichen</translation>
    </message>
    <message>
        <source>Refine</source>
        <translation>Verfeinern</translation>
    </message>
</context>
<context>
    <name>Reopener</name>
    <message>
        <source>Looking for the frames</source>
        <translation>Aufnahmen werden gesucht</translation>
    </message>
    <message>
        <source>Opening {0}</source>
        <translation>{0} wird geöffnet</translation>
    </message>
    <message>
        <source>Luxcube</source>
        <translation>Luxcube</translation>
    </message>
    <message>
        <source>{0} found; {1} of {2} frames are still missing.</source>
        <translation>{0} gefunden; {1} von {2} Aufnahmen fehlen noch.</translation>
    </message>
    <message>
        <source>The frames are not where they were.</source>
        <translation>Die Aufnahmen sind nicht mehr, wo sie waren.</translation>
    </message>
    <message>
        <source>{0} of {1} frames are not where they were.</source>
        <translation>{0} von {1} Aufnahmen sind nicht mehr, wo sie waren.</translation>
    </message>
    <message>
        <source>Locate…</source>
        <translation>Suchen…</translation>
    </message>
    <message>
        <source>Choose a folder; those in it and below it are found by name and content</source>
        <translation>Einen Ordner wählen; Aufnahmen darin und darunter werden an Name und Inhalt erkannt</translation>
    </message>
    <message>
        <source>Open without it</source>
        <translation>Ohne sie öffnen</translation>
    </message>
    <message>
        <source>Open without them</source>
        <translation>Ohne sie öffnen</translation>
    </message>
    <message>
        <source>{0} and {1} more</source>
        <translation>{0} und {1} weitere</translation>
    </message>
    <message>
        <source>{0}
were last seen in {1}</source>
        <translation>{0}
waren zuletzt in {1}</translation>
    </message>
    <message>
        <source>Where are the frames now?</source>
        <translation>Wo sind die Aufnahmen jetzt?</translation>
    </message>
    <message>
        <source>Looking for {0} frames</source>
        <translation>{0} Aufnahmen werden gesucht</translation>
    </message>
</context>
<context>
    <name>SampleTable</name>
    <message>
        <source>Colour samples</source>
        <translation>Farbproben</translation>
    </message>
    <message>
        <source>Sample {0}</source>
        <translation>Probe {0}</translation>
    </message>
    <message>
        <source>Choose this sample; arrows move it on the picture</source>
        <translation>Diese Probe wählen; Pfeiltasten bewegen sie im Bild</translation>
    </message>
    <message>
        <source>Make grey</source>
        <translation>Grau machen</translation>
    </message>
    <message>
        <source>Set temperature and tint so that the chosen sample becomes neutral</source>
        <translation>Temperatur und Tönung so setzen, dass die gewählte Probe neutral wird</translation>
    </message>
    <message>
        <source>Remove the chosen sample  (Del on its mark)</source>
        <translation>Gewählte Probe entfernen  (Entf auf ihrer Marke)</translation>
    </message>
    <message>
        <source>Remove the chosen sample</source>
        <translation>Gewählte Probe entfernen</translation>
    </message>
    <message>
        <source>RGB 0–255</source>
        <translation>RGB 0–255</translation>
    </message>
    <message>
        <source>RGB %</source>
        <translation>RGB %</translation>
    </message>
    <message>
        <source>Lab</source>
        <translation>Lab</translation>
    </message>
    <message>
        <source>Units of colours</source>
        <translation>Einheit der Farben</translation>
    </message>
    <message>
        <source>How colours are told: 8-bit values, percent, or CIE Lab</source>
        <translation>Wie Farben angegeben werden: 8-Bit-Werte, Prozent oder CIE Lab</translation>
    </message>
    <message>
        <source>1 pixel</source>
        <translation>1 Pixel</translation>
    </message>
    <message>
        <source>Mean of {0} × {0}</source>
        <translation>Mittel aus {0} × {0}</translation>
    </message>
    <message>
        <source>Pixels averaged</source>
        <translation>Gemittelte Pixel</translation>
    </message>
    <message>
        <source>Around the sample; more of them are less noisy</source>
        <translation>Um die Probe herum; mehr davon rauschen weniger</translation>
    </message>
    <message>
        <source>Values of the chosen sample</source>
        <translation>Werte der gewählten Probe</translation>
    </message>
    <message>
        <source>Frame {0}</source>
        <translation>Aufnahme {0}</translation>
    </message>
    <message>
        <source>Blend</source>
        <translation>Mischung</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
</context>
<context>
    <name>Section</name>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Back to the beginning; so does a double-click on the title</source>
        <translation>Zurück auf den Anfang; das tut auch ein Doppelklick auf den Titel</translation>
    </message>
    <message>
        <source>Reset {0}</source>
        <translation>{0} zurücksetzen</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>bearbeitet</translation>
    </message>
</context>
<context>
    <name>SeriesDesk</name>
    <message>
        <source>Looking at {0} sets</source>
        <translation>{0} Reihen werden angesehen</translation>
    </message>
    <message>
        <source>Series of {0} sets</source>
        <translation>Serie aus {0} Reihen</translation>
    </message>
    <message>
        <source>{0} sets have another look now.</source>
        <translation>{0} Reihen haben jetzt einen anderen Look.</translation>
    </message>
    <message>
        <source>The series is as it was.</source>
        <translation>Die Serie ist, wie sie war.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>SeriesDialog</name>
    <message>
        <source>Series</source>
        <translation>Serie</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>Colour, green to magenta (a*)</source>
        <translation>Farbe, Grün bis Magenta (a*)</translation>
    </message>
    <message>
        <source>Colour, blue to yellow (b*)</source>
        <translation>Farbe, Blau bis Gelb (b*)</translation>
    </message>
    <message>
        <source>What is plotted</source>
        <translation>Was gezeichnet wird</translation>
    </message>
    <message>
        <source>The mean of each picture</source>
        <translation>Das Mittel jedes Bildes</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>One look for all: that of the picture on screen</source>
        <translation>Ein Look für alle: der des gezeigten Bildes</translation>
    </message>
    <message>
        <source>Calm changes from one to the next</source>
        <translation>Sprünge zwischen den Reihen glätten</translation>
    </message>
    <message>
        <source>Edits of the look</source>
        <translation>Bearbeitungen des Looks</translation>
    </message>
    <message>
        <source>Light, colour and curves, as they are set</source>
        <translation>Licht, Farbe und Kurven, wie sie eingestellt sind</translation>
    </message>
    <message>
        <source>LUT</source>
        <translation>LUT</translation>
    </message>
    <message>
        <source>What the network found for the colours</source>
        <translation>Was das Netz für die Farben gefunden hat</translation>
    </message>
    <message>
        <source>Blend weights</source>
        <translation>Mischgewichte</translation>
    </message>
    <message>
        <source>How much of each frame; for sets with as many frames</source>
        <translation>Wie viel von jeder Aufnahme; für Reihen mit gleich vielen Aufnahmen</translation>
    </message>
    <message>
        <source>Even brightness</source>
        <translation>Gleichmäßige Helligkeit</translation>
    </message>
    <message>
        <source>By each set&apos;s exposure, towards its neighbours&apos;</source>
        <translation>Über die Belichtung jeder Reihe, hin zu der ihrer Nachbarn</translation>
    </message>
    <message>
        <source>Sets averaged on either side</source>
        <translation>Gemittelte Reihen auf jeder Seite</translation>
    </message>
    <message>
        <source>How far neighbours on either side count: more is calmer</source>
        <translation>Wie weit Nachbarn auf beiden Seiten zählen: mehr ist ruhiger</translation>
    </message>
    <message>
        <source>Looking at the sets…</source>
        <translation>Reihen werden angesehen…</translation>
    </message>
    <message>
        <source>Left out: {0}</source>
        <translation>Ausgelassen: {0}</translation>
    </message>
    <message>
        <source>{0} sets.  Flicker: {1}</source>
        <translation>{0} Reihen.  Flackern: {1}</translation>
    </message>
    <message>
        <source> now, {0} then.</source>
        <translation> jetzt, dann {0}.</translation>
    </message>
</context>
<context>
    <name>SeriesPlot</name>
    <message>
        <source>How the pictures of the series vary</source>
        <translation>Wie sich die Bilder der Serie unterscheiden</translation>
    </message>
    <message>
        <source>now {0}</source>
        <translation>jetzt {0}</translation>
    </message>
    <message>
        <source>then {0}</source>
        <translation>dann {0}</translation>
    </message>
</context>
<context>
    <name>SetCommands</name>
    <message>
        <source>Paste settings to 1 set:</source>
        <translation>Einstellungen in 1 Reihe einfügen:</translation>
    </message>
    <message>
        <source>Paste settings to {0} sets:</source>
        <translation>Einstellungen in {0} Reihen einfügen:</translation>
    </message>
    <message>
        <source>Paste settings</source>
        <translation>Einstellungen einfügen</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Give {0} other sets these settings of the one on screen:</source>
        <translation>{0} anderen Reihen diese Einstellungen der gezeigten geben:</translation>
    </message>
    <message>
        <source>Give the other set these settings of the one on screen:</source>
        <translation>Der anderen Reihe diese Einstellungen der gezeigten geben:</translation>
    </message>
    <message>
        <source>Sync settings</source>
        <translation>Einstellungen abgleichen</translation>
    </message>
    <message>
        <source>Sync</source>
        <translation>Abgleichen</translation>
    </message>
    <message>
        <source>1 set has these settings now.</source>
        <translation>1 Reihe hat jetzt diese Einstellungen.</translation>
    </message>
    <message>
        <source>{0} sets have these settings now.</source>
        <translation>{0} Reihen haben jetzt diese Einstellungen.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>The selected sets have these settings already.</source>
        <translation>Die ausgewählten Reihen haben diese Einstellungen schon.</translation>
    </message>
</context>
<context>
    <name>SetEditor</name>
    <message>
        <source>Paste settings</source>
        <translation>Einstellungen einfügen</translation>
    </message>
    <message>
        <source>Paste settings to {0} sets</source>
        <translation>Einstellungen in {0} Reihen einfügen</translation>
    </message>
    <message>
        <source>Reset set</source>
        <translation>Reihe zurücksetzen</translation>
    </message>
    <message>
        <source>Reset {0} sets</source>
        <translation>{0} Reihen zurücksetzen</translation>
    </message>
    <message>
        <source>Rate {0}</source>
        <translation>Mit {0} bewerten</translation>
    </message>
    <message>
        <source>Take the stars away</source>
        <translation>Sterne wegnehmen</translation>
    </message>
    <message>
        <source>Reject set</source>
        <translation>Reihe ablehnen</translation>
    </message>
    <message>
        <source>Unflag set</source>
        <translation>Reihe nicht mehr ablehnen</translation>
    </message>
    <message>
        <source>Reject {0} sets</source>
        <translation>{0} Reihen ablehnen</translation>
    </message>
    <message>
        <source>Unflag {0} sets</source>
        <translation>{0} Reihen nicht mehr ablehnen</translation>
    </message>
</context>
<context>
    <name>Shoot</name>
    <message>
        <source>Merge {0} sets</source>
        <translation>{0} Reihen verbinden</translation>
    </message>
    <message>
        <source>Split before {0}</source>
        <translation>Vor {0} teilen</translation>
    </message>
    <message>
        <source>Take out {0}</source>
        <translation>{0} herausnehmen</translation>
    </message>
    <message>
        <source>Move {0}</source>
        <translation>{0} verschieben</translation>
    </message>
    <message>
        <source>Ignore {0}</source>
        <translation>{0} ignorieren</translation>
    </message>
    <message>
        <source>Bring back {0}</source>
        <translation>{0} zurückholen</translation>
    </message>
    <message>
        <source>Divide into sets of {0}</source>
        <translation>In Reihen zu {0} aufteilen</translation>
    </message>
    <message>
        <source>Group anew</source>
        <translation>Neu gruppieren</translation>
    </message>
    <message>
        <source>Add {0} files</source>
        <translation>{0} Dateien hinzufügen</translation>
    </message>
    <message>
        <source>{0} files</source>
        <translation>{0} Dateien</translation>
    </message>
</context>
<context>
    <name>ShootModel</name>
    <message>
        <source>Pictures that belong to no bracket.  Drop a frame here to take it out of its set.</source>
        <translation>Bilder, die zu keiner Reihe gehören.  Eine Aufnahme hierher ziehen nimmt sie aus ihrer Reihe.</translation>
    </message>
    <message>
        <source>Files in no set, and why.  Drop a frame here to ignore it.</source>
        <translation>Dateien in keiner Reihe, und warum.  Eine Aufnahme hierher ziehen ignoriert sie.</translation>
    </message>
    <message>
        <source>Could not be opened.  {0}</source>
        <translation>Ließ sich nicht öffnen.  {0}</translation>
    </message>
    <message>
        <source>folded</source>
        <translation>zugeklappt</translation>
    </message>
    <message>
        <source>unfolded</source>
        <translation>aufgeklappt</translation>
    </message>
    <message>
        <source>{0} frames</source>
        <translation>{0} Aufnahmen</translation>
    </message>
    <message>
        <source>{0} stars</source>
        <translation>{0} Sterne</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>bearbeitet</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>open</source>
        <translation>geöffnet</translation>
    </message>
    <message>
        <source>could not be opened: {0}</source>
        <translation>ließ sich nicht öffnen: {0}</translation>
    </message>
</context>
<context>
    <name>ShootPanel</name>
    <message>
        <source>Shoot</source>
        <translation>Shooting</translation>
    </message>
    <message>
        <source>Grouping</source>
        <translation>Gruppierung</translation>
    </message>
    <message>
        <source>Grouping: how sets are found</source>
        <translation>Gruppierung: wie Reihen gefunden werden</translation>
    </message>
    <message>
        <source>Which sets are listed</source>
        <translation>Welche Reihen gezeigt werden</translation>
    </message>
    <message>
        <source>1 set</source>
        <translation>1 Reihe</translation>
    </message>
    <message>
        <source>{0} sets</source>
        <translation>{0} Reihen</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} von {1}</translation>
    </message>
    <message>
        <source>{0} of {1} on screen</source>
        <translation>{0} von {1} im Bild</translation>
    </message>
</context>
<context>
    <name>ShootView</name>
    <message>
        <source>Sets of the shoot</source>
        <translation>Reihen des Shootings</translation>
    </message>
    <message>
        <source>No set is like that.</source>
        <translation>So eine Reihe gibt es nicht.</translation>
    </message>
    <message>
        <source>Drop a folder or a memory card:
its brackets are found and listed here.</source>
        <translation>Einen Ordner oder eine Speicherkarte hierher ziehen:
Ihre Belichtungsreihen werden gefunden und hier gezeigt.</translation>
    </message>
    <message>
        <source>A set of its own</source>
        <translation>Eine eigene Reihe</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
</context>
<context>
    <name>SliceView</name>
    <message>
        <source>A plane of the colour cube, before and after</source>
        <translation>Eine Ebene des Farbwürfels, vorher und nachher</translation>
    </message>
    <message>
        <source>All colours with one level of a channel: as they go in, and as they come out.
Drag sideways: another level. Space, or a click on the name: another channel.</source>
        <translation>Alle Farben mit einer Stufe eines Kanals: wie sie hineingehen und wie sie herauskommen.
Seitlich ziehen: andere Stufe. Leertaste oder Klick auf den Namen: anderer Kanal.</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>Rot</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Grün</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Blau</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingang</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgang</translation>
    </message>
</context>
<context>
    <name>SmallestGrid</name>
    <message>
        <source>Smallest grid under ΔE</source>
        <translation>Kleinstes Gitter unter ΔE</translation>
    </message>
    <message>
        <source>Sets the grid to the smallest whose largest difference from the continuous LUT is below this</source>
        <translation>Setzt das Gitter auf das kleinste, dessen größte Abweichung von der kontinuierlichen LUT darunter liegt</translation>
    </message>
    <message>
        <source>Largest ΔE₀₀ allowed</source>
        <translation>Größtes erlaubtes ΔE₀₀</translation>
    </message>
    <message>
        <source>About 1 is just visible, side by side</source>
        <translation>Etwa 1 ist nebeneinander gerade noch zu sehen</translation>
    </message>
    <message>
        <source>No grid is under {0}: {1} points come to {2}.</source>
        <translation>Kein Gitter liegt unter {0}: {1} Punkte kommen auf {2}.</translation>
    </message>
    <message>
        <source>{0} points: largest ΔE₀₀ {1}, mean {2}.</source>
        <translation>{0} Punkte: größtes ΔE₀₀ {1}, im Mittel {2}.</translation>
    </message>
</context>
<context>
    <name>SnapshotList</name>
    <message>
        <source>Snapshots of this bracket</source>
        <translation>Schnappschüsse dieser Reihe</translation>
    </message>
</context>
<context>
    <name>SnapshotModel</name>
    <message>
        <source>{0}   (before)</source>
        <translation>{0}   (vorher)</translation>
    </message>
    <message>
        <source>The look as it is now</source>
        <translation>Der Look, wie er jetzt ist</translation>
    </message>
    <message>
        <source>{0}
{1}
Click to go back to it; F2 renames it; right-click for more</source>
        <translation>{0}
{1}
Klick kehrt dorthin zurück; F2 benennt um; Rechtsklick für mehr</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>Colour under the cursor</source>
        <translation>Farbe unter dem Mauszeiger</translation>
    </message>
    <message>
        <source>Picture, engine and render time</source>
        <translation>Bild, Rechenwerk und Rechenzeit</translation>
    </message>
    <message>
        <source>{0} frames</source>
        <translation>{0} Aufnahmen</translation>
    </message>
    <message>
        <source>x {0}  y {1}    {2}</source>
        <translation>x {0}  y {1}    {2}</translation>
    </message>
    <message>
        <source>    Weights  {0} %</source>
        <translation>    Gewichte  {0} %</translation>
    </message>
</context>
<context>
    <name>StepList</name>
    <message>
        <source>History: the steps of this look, the oldest first</source>
        <translation>Verlauf: die Schritte dieses Looks, der älteste zuerst</translation>
    </message>
</context>
<context>
    <name>Teller</name>
    <message>
        <source>{0} alone is no bracket: that takes two frames or more.</source>
        <translation>{0} allein ist keine Belichtungsreihe: Dazu braucht es mindestens zwei Aufnahmen.</translation>
    </message>
    <message>
        <source>Match its look</source>
        <translation>An diesen Look angleichen</translation>
    </message>
    <message>
        <source>Open without it</source>
        <translation>Ohne sie öffnen</translation>
    </message>
    <message>
        <source>The picture is still that of {0}.</source>
        <translation>Das Bild ist noch das von {0}.</translation>
    </message>
    <message>
        <source>These frames have not been fused.</source>
        <translation>Diese Aufnahmen sind noch nicht verrechnet.</translation>
    </message>
    <message>
        <source>Fuse</source>
        <translation>Verrechnen</translation>
    </message>
    <message>
        <source>Saved {0}, {1}, in {2}</source>
        <translation>{0} gespeichert, {1}, in {2}</translation>
    </message>
    <message>
        <source>Saved {0}, {1}</source>
        <translation>{0} gespeichert, {1}</translation>
    </message>
    <message>
        <source>, in {0}</source>
        <translation>, in {0}</translation>
    </message>
    <message>
        <source>. Other programs need the blend of this picture as well.</source>
        <translation>. Andere Programme brauchen auch die Mischung dieses Bildes.</translation>
    </message>
    <message>
        <source>Export the blend too…</source>
        <translation>Auch die Mischung exportieren…</translation>
    </message>
    <message>
        <source>. The saved .cube turns it into the picture.</source>
        <translation>. Die gespeicherte .cube macht daraus das Bild.</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Nothing nearer to {0} was found; the picture stays.</source>
        <translation>Nichts Ähnlicheres zu {0} gefunden; das Bild bleibt.</translation>
    </message>
    <message>
        <source>Refining found nothing better; the picture stays.</source>
        <translation>Verfeinern hat nichts Besseres gefunden; das Bild bleibt.</translation>
    </message>
</context>
<context>
    <name>Tools</name>
    <message>
        <source>frame {0}</source>
        <translation>Aufnahme {0}</translation>
    </message>
</context>
<context>
    <name>UndoModel</name>
    <message>
        <source>As opened</source>
        <translation>Wie geöffnet</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>Zurückgenommen</translation>
    </message>
    <message>
        <source>The look before the first step; click to go back to it</source>
        <translation>Der Look vor dem ersten Schritt; Klick führt dorthin zurück</translation>
    </message>
</context>
<context>
    <name>ViewBar</name>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>Before: what the result is compared with</source>
        <translation>Vorher: womit das Ergebnis verglichen wird</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Zoom; the wheel zooms at the cursor</source>
        <translation>Zoom; das Mausrad zoomt am Mauszeiger</translation>
    </message>
    <message>
        <source>Plain blend</source>
        <translation>Reine Mischung</translation>
    </message>
    <message>
        <source>As opened</source>
        <translation>Wie geöffnet</translation>
    </message>
    <message>
        <source>Frame {0}</source>
        <translation>Aufnahme {0}</translation>
    </message>
    <message>
        <source>Snapshot: {0}</source>
        <translation>Schnappschuss: {0}</translation>
    </message>
</context>
<context>
    <name>WeightsControl</name>
    <message>
        <source>Network&apos;s own</source>
        <translation>Vom Netz</translation>
    </message>
    <message>
        <source>Back to the weights that the network found</source>
        <translation>Zurück zu den Gewichten, die das Netz gefunden hat</translation>
    </message>
    <message>
        <source>Frame {0}</source>
        <translation>Aufnahme {0}</translation>
    </message>
    <message>
        <source>Solo off</source>
        <translation>Solo aus</translation>
    </message>
    <message>
        <source>Solo frame {0}</source>
        <translation>Aufnahme {0} solo</translation>
    </message>
</context>
<context>
    <name>_FrameDelegate</name>
    <message>
        <source>Reference</source>
        <translation>Referenz</translation>
    </message>
    <message>
        <source>avg</source>
        <translation>Ø</translation>
    </message>
</context>
<context>
    <name>batch</name>
    <message>
        <source>{0} exported</source>
        <translation>{0} exportiert</translation>
    </message>
    <message>
        <source>{0} failed</source>
        <translation>{0} fehlgeschlagen</translation>
    </message>
    <message>
        <source>{0} there already</source>
        <translation>{0} schon vorhanden</translation>
    </message>
    <message>
        <source>{0} cancelled</source>
        <translation>{0} abgebrochen</translation>
    </message>
    <message>
        <source>a few seconds left</source>
        <translation>noch wenige Sekunden</translation>
    </message>
    <message>
        <source>about {0} s left</source>
        <translation>noch etwa {0} s</translation>
    </message>
    <message>
        <source>about {0} min left</source>
        <translation>noch etwa {0} min</translation>
    </message>
    <message>
        <source>about {0} h {1} min left</source>
        <translation>noch etwa {0} h {1} min</translation>
    </message>
</context>
<context>
    <name>dialogs</name>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <source>LUTs</source>
        <translation>LUTs</translation>
    </message>
    <message>
        <source>{0} exists already. Replace it?</source>
        <translation>{0} gibt es schon. Ersetzen?</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Luxcube</source>
        <translation>Luxcube</translation>
    </message>
</context>
<context>
    <name>filters</name>
    <message>
        <source>{0} or more</source>
        <translation>{0} oder mehr</translation>
    </message>
    <message>
        <source>All sets</source>
        <translation>Alle Reihen</translation>
    </message>
    <message>
        <source>Not rejected</source>
        <translation>Nicht abgelehnte</translation>
    </message>
    <message>
        <source>No stars</source>
        <translation>Ohne Sterne</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>Bearbeitete</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Abgelehnte</translation>
    </message>
    <message>
        <source>Could not be opened</source>
        <translation>Ließen sich nicht öffnen</translation>
    </message>
</context>
<context>
    <name>habits</name>
    <message>
        <source>&amp;Judging view</source>
        <translation>Abstimm&amp;ansicht</translation>
    </message>
    <message>
        <source>A white border and middle grey around the picture, as print shops look at proofs</source>
        <translation>Weißer Rand und mittleres Grau um das Bild, wie Druckereien Proofs betrachten</translation>
    </message>
    <message>
        <source>&amp;Find a command…</source>
        <translation>&amp;Befehl finden…</translation>
    </message>
    <message>
        <source>Type a few letters of what you want to do</source>
        <translation>Einige Buchstaben dessen tippen, was geschehen soll</translation>
    </message>
</context>
<context>
    <name>help</name>
    <message>
        <source>Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Search: a command, a key, or what you want to do</source>
        <translation>Suchen: ein Befehl, eine Taste oder was geschehen soll</translation>
    </message>
    <message>
        <source>Search the shortcuts</source>
        <translation>Tastenkürzel durchsuchen</translation>
    </message>
    <message>
        <source>Shows only lines that hold every word</source>
        <translation>Zeigt nur Zeilen, die jedes Wort enthalten</translation>
    </message>
    <message>
        <source>Shortcuts by menu</source>
        <translation>Tastenkürzel nach Menüs</translation>
    </message>
    <message>
        <source>Mouse and other keys</source>
        <translation>Maus und weitere Tasten</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>About Luxcube</source>
        <translation>Über Luxcube</translation>
    </message>
    <message>
        <source>Luxcube {0}</source>
        <translation>Luxcube {0}</translation>
    </message>
    <message>
        <source>Exposure brackets into pictures, by one blend and one colour cube.</source>
        <translation>Aus Belichtungsreihen Bilder, durch eine Mischung und einen Farbwürfel.</translation>
    </message>
    <message>
        <source>Model: {0}</source>
        <translation>Modell: {0}</translation>
    </message>
    <message>
        <source>Engine: {0}</source>
        <translation>Rechenwerk: {0}</translation>
    </message>
    <message>
        <source>Nothing you open leaves this computer.</source>
        <translation>Nichts, was hier geöffnet wird, verlässt diesen Rechner.</translation>
    </message>
</context>
<context>
    <name>hints</name>
    <message>
        <source>Four of them, on the sample: compare, blend, colour, export</source>
        <translation>Vier davon, am Beispiel: vergleichen, mischen, Farbe, exportieren</translation>
    </message>
    <message>
        <source>Show &amp;hints again</source>
        <translation>&amp;Hinweise noch einmal zeigen</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>Vorher und nachher</translation>
    </message>
    <message>
        <source>Drag the line across the picture. Left of it is one frame of the bracket, right of it the result. Your own bracket goes the same way: drop its files anywhere.</source>
        <translation>Die Linie quer über das Bild ziehen. Links davon liegt eine Aufnahme der Reihe, rechts das Ergebnis. Mit der eigenen Belichtungsreihe geht es genauso: ihre Dateien irgendwo hierher ziehen.</translation>
    </message>
    <message>
        <source>Every place from the frame that shows it best</source>
        <translation>Jede Stelle aus der Aufnahme, die sie am besten zeigt</translation>
    </message>
    <message>
        <source>“Local” at 0 % gives each frame one weight for the whole picture; at 100 % the weights follow windows and shadows. Key W shows where a frame is used.</source>
        <translation>„Lokal“ bei 0 % gibt jeder Aufnahme ein Gewicht für das ganze Bild; bei 100 % folgen die Gewichte Fenstern und Schatten. Taste W zeigt, wo eine Aufnahme gebraucht wird.</translation>
    </message>
    <message>
        <source>All colour is one LUT</source>
        <translation>Alle Farbe ist eine LUT</translation>
    </message>
    <message>
        <source>Light, curves and colours change the LUT and nothing else, so all of it leaves with the .cube.</source>
        <translation>Licht, Kurven und Farben ändern die LUT und sonst nichts; so geht alles davon mit der .cube hinaus.</translation>
    </message>
    <message>
        <source>Out with it</source>
        <translation>Und hinaus damit</translation>
    </message>
    <message>
        <source>{0} exports the picture, {1} the LUT. {2} finds any command by a few letters.</source>
        <translation>{0} exportiert das Bild, {1} die LUT. {2} findet jeden Befehl an wenigen Buchstaben.</translation>
    </message>
</context>
<context>
    <name>keeping</name>
    <message>
        <source>Reopen the &amp;last shoot</source>
        <translation>&amp;Letztes Shooting wieder öffnen</translation>
    </message>
    <message>
        <source>As it was left: grouping, looks and history</source>
        <translation>Wie es zuletzt war: Gruppierung, Looks und Verlauf</translation>
    </message>
    <message>
        <source>Group &amp;anew, without corrections</source>
        <translation>&amp;Neu gruppieren, ohne Korrekturen</translation>
    </message>
    <message>
        <source>The sets as Luxcube finds them by itself</source>
        <translation>Die Reihen, wie Luxcube sie von selbst findet</translation>
    </message>
</context>
<context>
    <name>legend</name>
    <message>
        <source>Weight of {0}</source>
        <translation>Gewicht von {0}</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Mixed colours: frames that share a place</source>
        <translation>Mischfarben: Aufnahmen, die sich eine Stelle teilen</translation>
    </message>
</context>
<context>
    <name>menu</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;LUT</source>
        <translation>&amp;LUT</translation>
    </message>
    <message>
        <source>&amp;Shoot</source>
        <translation>&amp;Shooting</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>Ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation>&amp;Ordner öffnen…</translation>
    </message>
    <message>
        <source>Open sa&amp;mple</source>
        <translation>&amp;Beispiel öffnen</translation>
    </message>
    <message>
        <source>&amp;Export picture…</source>
        <translation>Bild &amp;exportieren…</translation>
    </message>
    <message>
        <source>At full size, as TIFF, PNG or JPEG</source>
        <translation>In voller Größe, als TIFF, PNG oder JPEG</translation>
    </message>
    <message>
        <source>Export &amp;again</source>
        <translation>&amp;Noch einmal exportieren</translation>
    </message>
    <message>
        <source>Export plain &amp;blend…</source>
        <translation>Reine &amp;Mischung exportieren…</translation>
    </message>
    <message>
        <source>Without the LUT, as 16-bit TIFF: in any program the saved .cube turns it into the picture</source>
        <translation>Ohne die LUT, als TIFF mit 16 Bit: In jedem Programm macht die gespeicherte .cube daraus das Bild</translation>
    </message>
    <message>
        <source>Save .&amp;cube…</source>
        <translation>.&amp;cube speichern…</translation>
    </message>
    <message>
        <source>The LUT, for other programs: applied to the plain blend it gives the picture</source>
        <translation>Die LUT für andere Programme: Auf die reine Mischung angewendet ergibt sie das Bild</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>Export all &amp;sets…</source>
        <translation>&amp;Alle Reihen exportieren…</translation>
    </message>
    <message>
        <source>Every set that is listed and not rejected, one after the other, while you go on editing</source>
        <translation>Jede gezeigte Reihe, die nicht abgelehnt ist, eine nach der anderen, während die Bearbeitung weitergeht</translation>
    </message>
    <message>
        <source>Expo&amp;rt selected sets…</source>
        <translation>Ausge&amp;wählte Reihen exportieren…</translation>
    </message>
    <message>
        <source>One after the other, while you go on editing</source>
        <translation>Eine nach der anderen, während die Bearbeitung weitergeht</translation>
    </message>
    <message>
        <source>E&amp;xports</source>
        <translation>E&amp;xporte</translation>
    </message>
    <message>
        <source>The sets that are exported: pause, cancel, try again</source>
        <translation>Die Reihen, die exportiert werden: anhalten, abbrechen, noch einmal versuchen</translation>
    </message>
    <message>
        <source>&amp;Auto look</source>
        <translation>Look &amp;automatisch</translation>
    </message>
    <message>
        <source>Light and colour that suit this picture, as a start</source>
        <translation>Licht und Farbe, die zu diesem Bild passen, als Ausgangspunkt</translation>
    </message>
    <message>
        <source>The frames of one bracket, or of many</source>
        <translation>Die Aufnahmen einer Belichtungsreihe oder vieler</translation>
    </message>
    <message>
        <source>All brackets in a folder, told apart by time and exposure</source>
        <translation>Alle Belichtungsreihen in einem Ordner, nach Zeit und Belichtung getrennt</translation>
    </message>
    <message>
        <source>A room with a bright window, to try things out</source>
        <translation>Ein Zimmer mit hellem Fenster, zum Ausprobieren</translation>
    </message>
    <message>
        <source>To the same file, without a question</source>
        <translation>In dieselbe Datei, ohne zu fragen</translation>
    </message>
    <message>
        <source>Edits are kept</source>
        <translation>Die Bearbeitung ist gesichert</translation>
    </message>
    <message>
        <source>Take the last step back</source>
        <translation>Den letzten Schritt zurücknehmen</translation>
    </message>
    <message>
        <source>Do the step again that was taken back</source>
        <translation>Den zurückgenommenen Schritt noch einmal tun</translation>
    </message>
    <message>
        <source>R&amp;efine</source>
        <translation>Ver&amp;feinern</translation>
    </message>
    <message>
        <source>Fit weights and LUT to these frames alone</source>
        <translation>Gewichte und LUT allein an diese Aufnahmen anpassen</translation>
    </message>
    <message>
        <source>&amp;Match a picture&apos;s look…</source>
        <translation>&amp;Look eines Bildes angleichen…</translation>
    </message>
    <message>
        <source>Fit weights and LUT to a finished picture of this scene</source>
        <translation>Gewichte und LUT an ein fertiges Bild dieser Szene anpassen</translation>
    </message>
    <message>
        <source>Remo&amp;ve refinement</source>
        <translation>&amp;Verfeinerung entfernen</translation>
    </message>
    <message>
        <source>Back to the weights and the LUT of the network</source>
        <translation>Zurück zu Gewichten und LUT des Netzes</translation>
    </message>
    <message>
        <source>&amp;Nudge</source>
        <translation>Nach&amp;helfen</translation>
    </message>
    <message>
        <source>Nudge</source>
        <translation>Nachhelfen</translation>
    </message>
    <message>
        <source>Drag on the picture: up or right for more of the frame that shows the place best</source>
        <translation>Im Bild ziehen: nach oben oder rechts für mehr von der Aufnahme, die die Stelle am besten zeigt</translation>
    </message>
    <message>
        <source>Remove all nud&amp;ges</source>
        <translation>Alle Han&amp;dkorrekturen entfernen</translation>
    </message>
    <message>
        <source>Back to the weights without the hand</source>
        <translation>Zurück zu den Gewichten ohne die Hand</translation>
    </message>
    <message>
        <source>Re&amp;set look</source>
        <translation>Look &amp;zurücksetzen</translation>
    </message>
    <message>
        <source>All settings of this picture back to the beginning</source>
        <translation>Alle Einstellungen dieses Bildes zurück auf den Anfang</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>Ver&amp;größern</translation>
    </message>
    <message>
        <source>Closer, with the middle staying where it is</source>
        <translation>Näher heran; die Mitte bleibt, wo sie ist</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>Further away</source>
        <translation>Weiter weg</translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation>E&amp;inpassen</translation>
    </message>
    <message>
        <source>The whole picture</source>
        <translation>Das ganze Bild</translation>
    </message>
    <message>
        <source>&amp;100 %</source>
        <translation>&amp;100 %</translation>
    </message>
    <message>
        <source>One pixel of the screen for each of the picture; again for the whole</source>
        <translation>Ein Pixel des Bildschirms für jedes des Bildes; noch einmal für das ganze Bild</translation>
    </message>
    <message>
        <source>&amp;Split left/right</source>
        <translation>&amp;Links/rechts teilen</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Teilen</translation>
    </message>
    <message>
        <source>Before at the left, after at the right; drag the line between them</source>
        <translation>Links vorher, rechts nachher; die Linie dazwischen ziehen</translation>
    </message>
    <message>
        <source>Show &amp;before  (hold or tap \)</source>
        <translation>&amp;Vorher zeigen  (\ halten oder antippen)</translation>
    </message>
    <message>
        <source>Instead of the result, for as long as the key is held</source>
        <translation>Statt des Ergebnisses, solange die Taste gehalten wird</translation>
    </message>
    <message>
        <source>Compare with the plain b&amp;lend</source>
        <translation>Mit der &amp;reinen Mischung vergleichen</translation>
    </message>
    <message>
        <source>The weighted sum of the frames, before the LUT</source>
        <translation>Die gewichtete Summe der Aufnahmen, vor der LUT</translation>
    </message>
    <message>
        <source>Map of &amp;weights</source>
        <translation>Karte der &amp;Gewichte</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Show where the frame chosen below is used; with the plain blend as “before”, all frames</source>
        <translation>Zeigt, wo die unten gewählte Aufnahme gebraucht wird; mit der reinen Mischung als „Vorher“ alle Aufnahmen</translation>
    </message>
    <message>
        <source>Map of &amp;ghosts</source>
        <translation>Karte der G&amp;eisterbilder</translation>
    </message>
    <message>
        <source>Show what was taken from the reference frame because something moved</source>
        <translation>Zeigt, was aus der Referenz stammt, weil sich etwas bewegt hat</translation>
    </message>
    <message>
        <source>Hide &amp;panels  (Tab)</source>
        <translation>&amp;Bedienfelder ausblenden  (Tab)</translation>
    </message>
    <message>
        <source>Only the picture stays</source>
        <translation>Nur das Bild bleibt</translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation>V&amp;ollbild</translation>
    </message>
    <message>
        <source>Nothing but Luxcube; Esc comes back</source>
        <translation>Nichts als Luxcube; Esc führt zurück</translation>
    </message>
    <message>
        <source>&amp;Next set</source>
        <translation>&amp;Nächste Reihe</translation>
    </message>
    <message>
        <source>Open the next bracket of the shoot</source>
        <translation>Die nächste Reihe des Shootings öffnen</translation>
    </message>
    <message>
        <source>&amp;Previous set</source>
        <translation>&amp;Vorige Reihe</translation>
    </message>
    <message>
        <source>Open the bracket before in the shoot</source>
        <translation>Die Reihe davor öffnen</translation>
    </message>
    <message>
        <source>&amp;Merge selected sets</source>
        <translation>Ausgewählte Reihen ver&amp;binden</translation>
    </message>
    <message>
        <source>Make one set of those that are selected in the list; or drag one onto the other</source>
        <translation>Aus den in der Liste ausgewählten eine Reihe machen; oder die eine auf die andere ziehen</translation>
    </message>
    <message>
        <source>&amp;Split before the chosen frame</source>
        <translation>Vor der gewählten Aufnahme &amp;teilen</translation>
    </message>
    <message>
        <source>Choose a frame in the list first, by a click or the arrow keys</source>
        <translation>Zuerst in der Liste eine Aufnahme wählen, mit einem Klick oder den Pfeiltasten</translation>
    </message>
    <message>
        <source>Take the chosen frame &amp;out of its set</source>
        <translation>Gewählte A&amp;ufnahme aus ihrer Reihe nehmen</translation>
    </message>
    <message>
        <source>Make a set of it alone</source>
        <translation>Aus ihr allein eine Reihe machen</translation>
    </message>
    <message>
        <source>&amp;Divide into sets of…</source>
        <translation>&amp;Aufteilen in Reihen zu…</translation>
    </message>
    <message>
        <source>Divide the frames of the selected sets anew, so many to a set</source>
        <translation>Die Aufnahmen der ausgewählten Reihen neu aufteilen, so viele je Reihe</translation>
    </message>
    <message>
        <source>&amp;Ignore  (Del)</source>
        <translation>&amp;Ignorieren  (Entf)</translation>
    </message>
    <message>
        <source>The chosen frame, or the selected sets</source>
        <translation>Die gewählte Aufnahme oder die ausgewählten Reihen</translation>
    </message>
    <message>
        <source>&amp;Bring back</source>
        <translation>Zurück&amp;holen</translation>
    </message>
    <message>
        <source>Ignored files that are selected in the list</source>
        <translation>Ignorierte Dateien, die in der Liste ausgewählt sind</translation>
    </message>
    <message>
        <source>&amp;Add files…</source>
        <translation>&amp;Dateien hinzufügen…</translation>
    </message>
    <message>
        <source>Or drop them with Shift</source>
        <translation>Oder mit gedrückter Umschalttaste hierher ziehen</translation>
    </message>
    <message>
        <source>Add &amp;folder…</source>
        <translation>&amp;Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Its brackets, after those that are in the list</source>
        <translation>Seine Belichtungsreihen, nach denen in der Liste</translation>
    </message>
    <message>
        <source>Sh&amp;oot panel</source>
        <translation>&amp;Shootingleiste</translation>
    </message>
    <message>
        <source>The sets of the shoot</source>
        <translation>Die Reihen des Shootings</translation>
    </message>
    <message>
        <source>&amp;Shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>All keys, and what the mouse does</source>
        <translation>Alle Tasten, und was die Maus tut</translation>
    </message>
    <message>
        <source>&amp;About Luxcube</source>
        <translation>Ü&amp;ber Luxcube</translation>
    </message>
    <message>
        <source>Version, network and engine</source>
        <translation>Version, Netz und Rechenwerk</translation>
    </message>
    <message>
        <source>Show before: hold, or tap to switch</source>
        <translation>Vorher zeigen: halten, oder antippen zum Umschalten</translation>
    </message>
    <message>
        <source>Compare with that frame, or show its weights</source>
        <translation>Mit dieser Aufnahme vergleichen oder ihre Gewichte zeigen</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>Mausrad</translation>
    </message>
    <message>
        <source>Zoom at the cursor</source>
        <translation>Zoomt am Mauszeiger</translation>
    </message>
    <message>
        <source>Drag, arrows</source>
        <translation>Ziehen, Pfeiltasten</translation>
    </message>
    <message>
        <source>Move the picture; Space or the middle button over the divider, too</source>
        <translation>Verschieben das Bild; über der Trennlinie auch mit Leertaste oder mittlerer Maustaste</translation>
    </message>
    <message>
        <source>Ctrl+click</source>
        <translation>Strg+Klick</translation>
    </message>
    <message>
        <source>Sample the colour there, up to four; then drag, arrows, Del on its mark</source>
        <translation>Farbprobe an dieser Stelle, bis zu vier; danach ziehen, Pfeiltasten, Entf auf der Marke</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>With a picker in the hand: as a click in the middle; on the histogram: logarithmic</source>
        <translation>Mit einer Pipette in der Hand: wie ein Klick in die Mitte; auf dem Histogramm: logarithmisch</translation>
    </message>
    <message>
        <source>Drag with Nudge</source>
        <translation>Ziehen mit Nachhelfen</translation>
    </message>
    <message>
        <source>Up or right: more of the frame that shows the place best; down or left: less</source>
        <translation>Nach oben oder rechts: mehr von der Aufnahme, die die Stelle am besten zeigt; nach unten oder links: weniger</translation>
    </message>
    <message>
        <source>Move the divider, or Alt+↑, Alt+↓; a double-click on it puts it in the middle</source>
        <translation>Bewegen die Trennlinie, oder Alt+↑, Alt+↓; ein Doppelklick darauf setzt sie in die Mitte</translation>
    </message>
    <message>
        <source>Shift+drop</source>
        <translation>Umschalt+Loslassen</translation>
    </message>
    <message>
        <source>Add files to the shoot instead of opening them alone</source>
        <translation>Dateien zum Shooting hinzufügen, statt sie allein zu öffnen</translation>
    </message>
    <message>
        <source>←, →, Del</source>
        <translation>←, →, Entf</translation>
    </message>
    <message>
        <source>In the list of sets: choose a frame; ignore it, or the selected sets</source>
        <translation>In der Liste der Reihen: eine Aufnahme wählen; sie oder die ausgewählten Reihen ignorieren</translation>
    </message>
    <message>
        <source>Double-click</source>
        <translation>Doppelklick</translation>
    </message>
    <message>
        <source>On the picture: fit or 100 %. On a slider: reset</source>
        <translation>Im Bild: einpassen oder 100 %. Auf einem Regler: zurücksetzen</translation>
    </message>
    <message>
        <source>Arrows, Page Up, Page Down</source>
        <translation>Pfeiltasten, Bild auf, Bild ab</translation>
    </message>
    <message>
        <source>On the grid slider: by one, or to the next stop</source>
        <translation>Auf dem Gitterregler: um eins, oder zur nächsten Marke</translation>
    </message>
    <message>
        <source>Shift+drag</source>
        <translation>Umschalt+Ziehen</translation>
    </message>
    <message>
        <source>On a slider: finely</source>
        <translation>Auf einem Regler: fein</translation>
    </message>
    <message>
        <source>On the picture: hide the panels. Elsewhere: next control</source>
        <translation>Im Bild: Bedienfelder ausblenden. Sonst: nächstes Bedienelement</translation>
    </message>
    <message>
        <source>Move between picture, look and frames</source>
        <translation>Zwischen Bild, Look und Aufnahmen wechseln</translation>
    </message>
    <message>
        <source>Dismiss the message, take a drag of the nudge back, put the nudge away, leave full screen</source>
        <translation>Meldung schließen, begonnenes Nachhelfen zurücknehmen, Werkzeug weglegen, Vollbild verlassen</translation>
    </message>
    <message>
        <source>Seri&amp;es…</source>
        <translation>S&amp;erie…</translation>
    </message>
    <message>
        <source>One look for a house, a time-lapse without flicker: of the selected sets, or of all</source>
        <translation>Ein Look für ein Haus, ein Zeitraffer ohne Flackern: für die ausgewählten Reihen oder alle</translation>
    </message>
    <message>
        <source>&amp;Stars</source>
        <translation>&amp;Sterne</translation>
    </message>
    <message>
        <source>&amp;Copy settings</source>
        <translation>Einstellungen &amp;kopieren</translation>
    </message>
    <message>
        <source>Of the selected set, for others: paste them here, in another window, or as text</source>
        <translation>Der ausgewählten Reihe, für andere: hier einfügen, in einem anderen Fenster oder als Text</translation>
    </message>
    <message>
        <source>&amp;Paste settings</source>
        <translation>Einstellungen &amp;einfügen</translation>
    </message>
    <message>
        <source>To all selected sets, the parts that were chosen last</source>
        <translation>In alle ausgewählten Reihen, die zuletzt gewählten Teile</translation>
    </message>
    <message>
        <source>Paste par&amp;ts…</source>
        <translation>&amp;Teile einfügen…</translation>
    </message>
    <message>
        <source>Choose what to paste</source>
        <translation>Auswählen, was eingefügt wird</translation>
    </message>
    <message>
        <source>S&amp;ync settings…</source>
        <translation>Einstellungen ab&amp;gleichen…</translation>
    </message>
    <message>
        <source>Give the other selected sets the settings of the one on screen</source>
        <translation>Den anderen ausgewählten Reihen die Einstellungen der gezeigten geben</translation>
    </message>
    <message>
        <source>Reset selected sets</source>
        <translation>Ausgewählte Reihen zurücksetzen</translation>
    </message>
    <message>
        <source>To the look they were opened with</source>
        <translation>Auf den Look, mit dem sie geöffnet wurden</translation>
    </message>
    <message>
        <source>&amp;No stars</source>
        <translation>&amp;Ohne Sterne</translation>
    </message>
    <message>
        <source>Rate the selected sets; again takes the stars away</source>
        <translation>Die ausgewählten Reihen bewerten; noch einmal nimmt die Sterne weg</translation>
    </message>
    <message>
        <source>Mark the selected sets as no good, or take the mark away; files stay as they are</source>
        <translation>Die ausgewählten Reihen als unbrauchbar markieren oder die Markierung wegnehmen; die Dateien bleiben, wie sie sind</translation>
    </message>
    <message>
        <source>Re&amp;ject</source>
        <translation>Ab&amp;lehnen</translation>
    </message>
    <message>
        <source>E&amp;xport colour space</source>
        <translation>Farb&amp;raum für Exporte</translation>
    </message>
</context>
<context>
    <name>options</name>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Performance</source>
        <translation>Leistung</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Small</source>
        <translation>Klein</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>Large</source>
        <translation>Groß</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Of menus, panels and messages.</source>
        <translation>Von Menüs, Bedienfeldern und Meldungen.</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Erscheinungsbild</translation>
    </message>
    <message>
        <source>Of the window; what is around the picture is chosen under Colour.</source>
        <translation>Des Fensters; was das Bild umgibt, steht unter Farbe.</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Size of text and controls</source>
        <translation>Größe von Text und Bedienelementen</translation>
    </message>
    <message>
        <source>On top of what the system asks for.</source>
        <translation>Zusätzlich zu dem, was das System verlangt.</translation>
    </message>
    <message>
        <source>Open what was open last</source>
        <translation>Zuletzt Geöffnetes öffnen</translation>
    </message>
    <message>
        <source>At the start, unless files are given.</source>
        <translation>Beim Start, wenn keine Dateien angegeben sind.</translation>
    </message>
    <message>
        <source>Keep edits</source>
        <translation>Bearbeitung sichern</translation>
    </message>
    <message>
        <source>In one small file per bracket. Beside the frames, they travel with them.</source>
        <translation>In einer kleinen Datei je Reihe. Neben den Aufnahmen wandert sie mit ihnen.</translation>
    </message>
    <message>
        <source>Beside the frames</source>
        <translation>Neben den Aufnahmen</translation>
    </message>
    <message>
        <source>In Luxcube’s own folder</source>
        <translation>In Luxcubes eigenem Ordner</translation>
    </message>
    <message>
        <source>Show hints on the sample</source>
        <translation>Hinweise am Beispiel zeigen</translation>
    </message>
    <message>
        <source>Once; Help has them again.</source>
        <translation>Einmal; das Menü Hilfe zeigt sie wieder.</translation>
    </message>
    <message>
        <source>Make pictures with</source>
        <translation>Bilder rechnen mit</translation>
    </message>
    <message>
        <source>Automatic takes what is fastest for one picture: mostly the processor.</source>
        <translation>Automatisch nimmt, was für ein Bild am schnellsten ist: meist den Prozessor.</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>Processor cores to use</source>
        <translation>Prozessorkerne</translation>
    </message>
    <message>
        <source>Fewer leave some for other programs. Pictures are the same to the bit.</source>
        <translation>Weniger lassen anderen Programmen welche übrig. Die Bilder sind bis aufs Bit dieselben.</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Small pictures kept on disk</source>
        <translation>Kleine Bilder auf der Platte</translation>
    </message>
    <message>
        <source>So that a shoot that was open before shows its sets at once.</source>
        <translation>Damit ein Shooting, das schon einmal offen war, seine Reihen sofort zeigt.</translation>
    </message>
    <message>
        <source>Lattices kept in memory</source>
        <translation>Gitter im Speicher</translation>
    </message>
    <message>
        <source>So that going back to another grid is at once.</source>
        <translation>Damit der Weg zurück zu einem anderen Gitter sofort geht.</translation>
    </message>
    <message>
        <source>Profile of the monitor</source>
        <translation>Profil des Monitors</translation>
    </message>
    <message>
        <source>Colours are shown as this profile says; files and values are not touched.</source>
        <translation>Farben werden nach diesem Profil gezeigt; Dateien und Werte bleiben unberührt.</translation>
    </message>
    <message>
        <source>From the system</source>
        <translation>Vom System</translation>
    </message>
    <message>
        <source>sRGB: change nothing</source>
        <translation>sRGB: nichts ändern</translation>
    </message>
    <message>
        <source>From a file</source>
        <translation>Aus einer Datei</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>An ICC profile (.icc, .icm) of this monitor.</source>
        <translation>Ein ICC-Profil (.icc, .icm) dieses Monitors.</translation>
    </message>
    <message>
        <source>Around the picture</source>
        <translation>Um das Bild herum</translation>
    </message>
    <message>
        <source>The darker it is, the brighter and flatter the picture looks.</source>
        <translation>Je dunkler, desto heller und flauer wirkt das Bild.</translation>
    </message>
    <message>
        <source>As the window</source>
        <translation>Wie das Fenster</translation>
    </message>
    <message>
        <source>Dark grey</source>
        <translation>Dunkelgrau</translation>
    </message>
    <message>
        <source>Middle grey</source>
        <translation>Mittelgrau</translation>
    </message>
    <message>
        <source>Light grey</source>
        <translation>Hellgrau</translation>
    </message>
    <message>
        <source>Marks on clipped pixels</source>
        <translation>Marken auf Abgeschnittenem</translation>
    </message>
    <message>
        <source>Of shadows and highlights. Sky blue and orange keep apart for nearly every eye; stripes need no colour.</source>
        <translation>Für Tiefen und Lichter. Himmelblau und Orange unterscheidet fast jedes Auge; Streifen brauchen keine Farbe.</translation>
    </message>
    <message>
        <source>Blue and red</source>
        <translation>Blau und Rot</translation>
    </message>
    <message>
        <source>Sky blue and orange</source>
        <translation>Himmelblau und Orange</translation>
    </message>
    <message>
        <source>Green and magenta</source>
        <translation>Grün und Magenta</translation>
    </message>
    <message>
        <source>Stripes</source>
        <translation>Streifen</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Offered first; each export may choose another.</source>
        <translation>Wird zuerst angeboten; jeder Export kann anders wählen.</translation>
    </message>
    <message>
        <source>TIFF, 16 bit</source>
        <translation>TIFF, 16 Bit</translation>
    </message>
    <message>
        <source>PNG, 16 bit</source>
        <translation>PNG, 16 Bit</translation>
    </message>
    <message>
        <source>Quality of JPEG</source>
        <translation>Qualität von JPEG</translation>
    </message>
    <message>
        <source>From 90 up colours are kept at full resolution.</source>
        <translation>Ab 90 bleiben die Farben in voller Auflösung.</translation>
    </message>
    <message>
        <source>Colour space</source>
        <translation>Farbraum</translation>
    </message>
    <message>
        <source>Of exported pictures; its profile goes with them.</source>
        <translation>Exportierter Bilder; sein Profil geht mit.</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>Namen</translation>
    </message>
    <message>
        <source>May hold {name} of the first frame, {folder}, {number} of the set and {date}.</source>
        <translation>Möglich sind {name} der ersten Aufnahme, {folder}, {number} der Reihe und {date}.</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>As last time</source>
        <translation>Wie beim letzten Mal</translation>
    </message>
    <message>
        <source>Always the same</source>
        <translation>Immer derselbe</translation>
    </message>
    <message>
        <source>Always into</source>
        <translation>Immer in</translation>
    </message>
    <message>
        <source>For every picture.</source>
        <translation>Für jedes Bild.</translation>
    </message>
    <message>
        <source>Open the folder afterwards</source>
        <translation>Danach den Ordner öffnen</translation>
    </message>
    <message>
        <source>When an export has been written.</source>
        <translation>Sobald ein Export geschrieben ist.</translation>
    </message>
</context>
<context>
    <name>palette</name>
    <message>
        <source>Open a bracket first</source>
        <translation>Zuerst eine Belichtungsreihe öffnen</translation>
    </message>
    <message>
        <source>Needs a fused picture</source>
        <translation>Braucht ein verrechnetes Bild</translation>
    </message>
    <message>
        <source>Choose in the shoot panel first</source>
        <translation>Zuerst in der Shootingleiste wählen</translation>
    </message>
    <message>
        <source>There is nothing to remove</source>
        <translation>Es gibt nichts zu entfernen</translation>
    </message>
    <message>
        <source>Not possible now</source>
        <translation>Im Moment nicht möglich</translation>
    </message>
    <message>
        <source>settings options english german language dark light theme size of texts memory gpu colour</source>
        <translation>einstellungen optionen englisch deutsch english german language sprache dunkel hell design schriftgröße speicher gpu farbe</translation>
    </message>
    <message>
        <source>save as write jpeg tiff png picture</source>
        <translation>speichern unter schreiben save jpeg tiff png bild</translation>
    </message>
    <message>
        <source>batch save jpeg tiff png</source>
        <translation>stapel speichern save jpeg tiff png</translation>
    </message>
    <message>
        <source>batch save everything jpeg tiff png</source>
        <translation>stapel alles speichern save jpeg tiff png</translation>
    </message>
    <message>
        <source>load import brackets hdr raw</source>
        <translation>laden importieren belichtungsreihe hdr raw</translation>
    </message>
    <message>
        <source>keys keyboard help manual</source>
        <translation>tasten tastatur hilfe handbuch</translation>
    </message>
    <message>
        <source>automatic enhance</source>
        <translation>automatisch verbessern</translation>
    </message>
    <message>
        <source>cube clf 3dl hald save</source>
        <translation>cube clf 3dl hald speichern</translation>
    </message>
    <message>
        <source>apply look preset</source>
        <translation>anwenden look vorgabe</translation>
    </message>
    <message>
        <source>version virtual copy</source>
        <translation>version virtuelle kopie</translation>
    </message>
    <message>
        <source>revert original</source>
        <translation>zurücksetzen original</translation>
    </message>
    <message>
        <source>mask overlay</source>
        <translation>maske überlagerung</translation>
    </message>
</context>
<context>
    <name>parameter</name>
    <message>
        <source>{0} and {1} more</source>
        <translation>{0} und {1} weitere</translation>
    </message>
    <message>
        <source>straight</source>
        <translation>gerade</translation>
    </message>
    <message>
        <source>of the network</source>
        <translation>vom Netz</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Local</source>
        <translation>Lokal</translation>
    </message>
    <message>
        <source>How much blend weights follow place and brightness; 0 % is one weight per frame.</source>
        <translation>Wie sehr die Mischgewichte Ort und Helligkeit folgen; 0 % ist ein Gewicht je Aufnahme.</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>How much each frame weighs in the whole picture, from dark to bright; without it as the network says.</source>
        <translation>Wie viel jede Aufnahme im ganzen Bild wiegt, von dunkel bis hell; ohne Angabe wie vom Netz gefunden.</translation>
    </message>
    <message>
        <source>Nudge</source>
        <translation>Nachhelfen</translation>
    </message>
    <message>
        <source>More or less of a frame, painted onto the picture.</source>
        <translation>Mehr oder weniger von einer Aufnahme, im Bild von Hand gesetzt.</translation>
    </message>
    <message>
        <source>Refine</source>
        <translation>Verfeinern</translation>
    </message>
    <message>
        <source>What refining this bracket found.</source>
        <translation>Was das Verfeinern dieser Reihe gefunden hat.</translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation>Belichtung</translation>
    </message>
    <message>
        <source>Brighter or darker, in stops; black and white stay where they are.</source>
        <translation>Heller oder dunkler, in Blenden; Schwarz und Weiß bleiben, wo sie sind.</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Kontrast</translation>
    </message>
    <message>
        <source>Spreads or gathers tones around middle grey.</source>
        <translation>Zieht Töne um das mittlere Grau auseinander oder zusammen.</translation>
    </message>
    <message>
        <source>Highlights</source>
        <translation>Lichter</translation>
    </message>
    <message>
        <source>Brightens or darkens the bright tones, white excepted.</source>
        <translation>Hellt die hellen Töne auf oder dunkelt sie ab, Weiß ausgenommen.</translation>
    </message>
    <message>
        <source>Shadows</source>
        <translation>Tiefen</translation>
    </message>
    <message>
        <source>Brightens or darkens the dark tones, black excepted.</source>
        <translation>Hellt die dunklen Töne auf oder dunkelt sie ab, Schwarz ausgenommen.</translation>
    </message>
    <message>
        <source>Whites</source>
        <translation>Weiß</translation>
    </message>
    <message>
        <source>Moves the brightest tones up to white, or away from it.</source>
        <translation>Schiebt die hellsten Töne bis zum Weiß oder davon weg.</translation>
    </message>
    <message>
        <source>Blacks</source>
        <translation>Schwarz</translation>
    </message>
    <message>
        <source>Moves the darkest tones away from black, or down to it.</source>
        <translation>Schiebt die dunkelsten Töne vom Schwarz weg oder bis dorthin.</translation>
    </message>
    <message>
        <source>Tone curve</source>
        <translation>Gradationskurve</translation>
    </message>
    <message>
        <source>A curve through points that you set, for all channels together.</source>
        <translation>Eine Kurve durch selbst gesetzte Punkte, für alle Kanäle zusammen.</translation>
    </message>
    <message>
        <source>Red curve</source>
        <translation>Rotkurve</translation>
    </message>
    <message>
        <source>A curve through points that you set, for red alone.</source>
        <translation>Eine Kurve durch selbst gesetzte Punkte, nur für Rot.</translation>
    </message>
    <message>
        <source>Green curve</source>
        <translation>Grünkurve</translation>
    </message>
    <message>
        <source>A curve through points that you set, for green alone.</source>
        <translation>Eine Kurve durch selbst gesetzte Punkte, nur für Grün.</translation>
    </message>
    <message>
        <source>Blue curve</source>
        <translation>Blaukurve</translation>
    </message>
    <message>
        <source>A curve through points that you set, for blue alone.</source>
        <translation>Eine Kurve durch selbst gesetzte Punkte, nur für Blau.</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Cooler or warmer.</source>
        <translation>Kühler oder wärmer.</translation>
    </message>
    <message>
        <source>Tint</source>
        <translation>Tönung</translation>
    </message>
    <message>
        <source>Greener or more magenta.</source>
        <translation>Grüner oder mehr Magenta.</translation>
    </message>
    <message>
        <source>Vibrance</source>
        <translation>Dynamik</translation>
    </message>
    <message>
        <source>More colour where there is little, and less of it in skin.</source>
        <translation>Mehr Farbe, wo wenig ist, und weniger davon in Haut.</translation>
    </message>
    <message>
        <source>Saturation</source>
        <translation>Sättigung</translation>
    </message>
    <message>
        <source>More or less colour everywhere.</source>
        <translation>Mehr oder weniger Farbe überall.</translation>
    </message>
    <message>
        <source>Red hue</source>
        <translation>Farbton Rot</translation>
    </message>
    <message>
        <source>Turns red towards its neighbours on the colour circle.</source>
        <translation>Dreht Rot zu seinen Nachbarn im Farbkreis.</translation>
    </message>
    <message>
        <source>Orange hue</source>
        <translation>Farbton Orange</translation>
    </message>
    <message>
        <source>Turns orange towards its neighbours on the colour circle.</source>
        <translation>Dreht Orange zu seinen Nachbarn im Farbkreis.</translation>
    </message>
    <message>
        <source>Yellow hue</source>
        <translation>Farbton Gelb</translation>
    </message>
    <message>
        <source>Turns yellow towards its neighbours on the colour circle.</source>
        <translation>Dreht Gelb zu seinen Nachbarn im Farbkreis.</translation>
    </message>
    <message>
        <source>Green hue</source>
        <translation>Farbton Grün</translation>
    </message>
    <message>
        <source>Turns green towards its neighbours on the colour circle.</source>
        <translation>Dreht Grün zu seinen Nachbarn im Farbkreis.</translation>
    </message>
    <message>
        <source>Aqua hue</source>
        <translation>Farbton Aquamarin</translation>
    </message>
    <message>
        <source>Turns aqua towards its neighbours on the colour circle.</source>
        <translation>Dreht Aquamarin zu seinen Nachbarn im Farbkreis.</translation>
    </message>
    <message>
        <source>Blue hue</source>
        <translation>Farbton Blau</translation>
    </message>
    <message>
        <source>Turns blue towards its neighbours on the colour circle.</source>
        <translation>Dreht Blau zu seinen Nachbarn im Farbkreis.</translation>
    </message>
    <message>
        <source>Purple hue</source>
        <translation>Farbton Lila</translation>
    </message>
    <message>
        <source>Turns purple towards its neighbours on the colour circle.</source>
        <translation>Dreht Lila zu seinen Nachbarn im Farbkreis.</translation>
    </message>
    <message>
        <source>Magenta hue</source>
        <translation>Farbton Magenta</translation>
    </message>
    <message>
        <source>Turns magenta towards its neighbours on the colour circle.</source>
        <translation>Dreht Magenta zu seinen Nachbarn im Farbkreis.</translation>
    </message>
    <message>
        <source>Red saturation</source>
        <translation>Sättigung Rot</translation>
    </message>
    <message>
        <source>How colourful red is.</source>
        <translation>Wie kräftig Rot ist.</translation>
    </message>
    <message>
        <source>Orange saturation</source>
        <translation>Sättigung Orange</translation>
    </message>
    <message>
        <source>How colourful orange is.</source>
        <translation>Wie kräftig Orange ist.</translation>
    </message>
    <message>
        <source>Yellow saturation</source>
        <translation>Sättigung Gelb</translation>
    </message>
    <message>
        <source>How colourful yellow is.</source>
        <translation>Wie kräftig Gelb ist.</translation>
    </message>
    <message>
        <source>Green saturation</source>
        <translation>Sättigung Grün</translation>
    </message>
    <message>
        <source>How colourful green is.</source>
        <translation>Wie kräftig Grün ist.</translation>
    </message>
    <message>
        <source>Aqua saturation</source>
        <translation>Sättigung Aquamarin</translation>
    </message>
    <message>
        <source>How colourful aqua is.</source>
        <translation>Wie kräftig Aquamarin ist.</translation>
    </message>
    <message>
        <source>Blue saturation</source>
        <translation>Sättigung Blau</translation>
    </message>
    <message>
        <source>How colourful blue is.</source>
        <translation>Wie kräftig Blau ist.</translation>
    </message>
    <message>
        <source>Purple saturation</source>
        <translation>Sättigung Lila</translation>
    </message>
    <message>
        <source>How colourful purple is.</source>
        <translation>Wie kräftig Lila ist.</translation>
    </message>
    <message>
        <source>Magenta saturation</source>
        <translation>Sättigung Magenta</translation>
    </message>
    <message>
        <source>How colourful magenta is.</source>
        <translation>Wie kräftig Magenta ist.</translation>
    </message>
    <message>
        <source>Red luminance</source>
        <translation>Luminanz Rot</translation>
    </message>
    <message>
        <source>How bright red is.</source>
        <translation>Wie hell Rot ist.</translation>
    </message>
    <message>
        <source>Orange luminance</source>
        <translation>Luminanz Orange</translation>
    </message>
    <message>
        <source>How bright orange is.</source>
        <translation>Wie hell Orange ist.</translation>
    </message>
    <message>
        <source>Yellow luminance</source>
        <translation>Luminanz Gelb</translation>
    </message>
    <message>
        <source>How bright yellow is.</source>
        <translation>Wie hell Gelb ist.</translation>
    </message>
    <message>
        <source>Green luminance</source>
        <translation>Luminanz Grün</translation>
    </message>
    <message>
        <source>How bright green is.</source>
        <translation>Wie hell Grün ist.</translation>
    </message>
    <message>
        <source>Aqua luminance</source>
        <translation>Luminanz Aquamarin</translation>
    </message>
    <message>
        <source>How bright aqua is.</source>
        <translation>Wie hell Aquamarin ist.</translation>
    </message>
    <message>
        <source>Blue luminance</source>
        <translation>Luminanz Blau</translation>
    </message>
    <message>
        <source>How bright blue is.</source>
        <translation>Wie hell Blau ist.</translation>
    </message>
    <message>
        <source>Purple luminance</source>
        <translation>Luminanz Lila</translation>
    </message>
    <message>
        <source>How bright purple is.</source>
        <translation>Wie hell Lila ist.</translation>
    </message>
    <message>
        <source>Magenta luminance</source>
        <translation>Luminanz Magenta</translation>
    </message>
    <message>
        <source>How bright magenta is.</source>
        <translation>Wie hell Magenta ist.</translation>
    </message>
    <message>
        <source>Shadow tint</source>
        <translation>Farbton der Tiefen</translation>
    </message>
    <message>
        <source>The tint of the shadows: its hue in OKLab, 30 red, 110 yellow, 140 green, 195 cyan, 265 blue, 330 magenta.</source>
        <translation>Die Tönung der Tiefen: ihr Farbwinkel in OKLab, 30 Rot, 110 Gelb, 140 Grün, 195 Cyan, 265 Blau, 330 Magenta.</translation>
    </message>
    <message>
        <source>The tint of the highlights: its hue in OKLab, 30 red, 110 yellow, 140 green, 195 cyan, 265 blue, 330 magenta.</source>
        <translation>Die Tönung der Lichter: ihr Farbwinkel in OKLab, 30 Rot, 110 Gelb, 140 Grün, 195 Cyan, 265 Blau, 330 Magenta.</translation>
    </message>
    <message>
        <source>Shadow toning</source>
        <translation>Tonung der Tiefen</translation>
    </message>
    <message>
        <source>How strongly shadows are tinted.</source>
        <translation>Wie stark die Tiefen getönt sind.</translation>
    </message>
    <message>
        <source>Highlight tint</source>
        <translation>Farbton der Lichter</translation>
    </message>
    <message>
        <source>Highlight toning</source>
        <translation>Tonung der Lichter</translation>
    </message>
    <message>
        <source>How strongly highlights are tinted.</source>
        <translation>Wie stark die Lichter getönt sind.</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>Balance</translation>
    </message>
    <message>
        <source>Which tones count as shadows, and which as highlights.</source>
        <translation>Welche Töne als Tiefen gelten und welche als Lichter.</translation>
    </message>
    <message>
        <source>Gamut</source>
        <translation>Farbumfang</translation>
    </message>
    <message>
        <source>Colours that an edit drives out of sRGB: drawn in at their own lightness and hue, or cut off channel by channel.</source>
        <translation>Farben, die eine Bearbeitung aus sRGB treibt: bei gleicher Helligkeit und gleichem Farbton hereingeholt oder Kanal für Kanal abgeschnitten.</translation>
    </message>
    <message>
        <source>Clip</source>
        <translation>Abschneiden</translation>
    </message>
    <message>
        <source>Compress</source>
        <translation>Komprimieren</translation>
    </message>
    <message>
        <source>Creative LUT</source>
        <translation>Kreative LUT</translation>
    </message>
    <message>
        <source>A LUT of your own, after all edits.</source>
        <translation>Eine eigene LUT, nach allen Bearbeitungen.</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>Deckkraft</translation>
    </message>
    <message>
        <source>How much of the creative LUT is applied.</source>
        <translation>Wie viel von der kreativen LUT wirkt.</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>Gitter</translation>
    </message>
    <message>
        <source>Lattice points per axis of the 3D LUT; more points follow the continuous LUT more closely.</source>
        <translation>Gitterpunkte der 3D-LUT je Achse; mehr Punkte folgen der kontinuierlichen LUT genauer.</translation>
    </message>
    <message>
        <source>LUT strength</source>
        <translation>Stärke der LUT</translation>
    </message>
    <message>
        <source>How much of the LUT is applied; 0 % is the plain blend of the frames.</source>
        <translation>Wie viel von der LUT wirkt; 0 % ist die reine Mischung der Aufnahmen.</translation>
    </message>
    <message>
        <source>Interpolation</source>
        <translation>Interpolation</translation>
    </message>
    <message>
        <source>How colours between lattice points are found; trilinear is what the network was trained with.</source>
        <translation>Wie Farben zwischen den Gitterpunkten gefunden werden; mit trilinear wurde das Netz trainiert.</translation>
    </message>
    <message>
        <source>Trilinear</source>
        <translation>Trilinear</translation>
    </message>
    <message>
        <source>Tetrahedral</source>
        <translation>Tetraedrisch</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>Reparatur</translation>
    </message>
    <message>
        <source>Mends the lattice: greys that fall, folds, banding; or makes greys neutral besides, against Temperature and Tint.</source>
        <translation>Bessert das Gitter aus: fallendes Grau, Falten, Streifen; oder macht obendrein Grau neutral, gegen Temperatur und Tönung.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>On</source>
        <translation>An</translation>
    </message>
    <message>
        <source>Neutral</source>
        <translation>Neutral</translation>
    </message>
    <message>
        <source>Fade outside</source>
        <translation>Außen ausblenden</translation>
    </message>
    <message>
        <source>How far the LUT falls off to the identity in colours that the picture does not have; the picture stays.</source>
        <translation>Wie weit die LUT bei Farben, die das Bild nicht hat, zur Identität abfällt; das Bild bleibt.</translation>
    </message>
    <message>
        <source>White balance</source>
        <translation>Weißabgleich</translation>
    </message>
    <message>
        <source>Of RAW frames: as the camera saw it, found in the picture, or daylight; all frames of a bracket share one.</source>
        <translation>Von RAW-Aufnahmen: wie die Kamera es sah, im Bild gefunden, oder Tageslicht; alle Aufnahmen einer Reihe teilen sich einen.</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>Auto</translation>
    </message>
    <message>
        <source>Daylight</source>
        <translation>Tageslicht</translation>
    </message>
    <message>
        <source>RAW highlights</source>
        <translation>RAW-Lichter</translation>
    </message>
    <message>
        <source>Of RAW frames, where a channel is full: white, a blend with what the others hold, or rebuilt from them.</source>
        <translation>Von RAW-Aufnahmen, wo ein Kanal voll ist: Weiß, gemischt mit dem, was die anderen zeigen, oder daraus wiederhergestellt.</translation>
    </message>
    <message>
        <source>Blend</source>
        <translation>Mischung</translation>
    </message>
    <message>
        <source>Rebuild</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Align</source>
        <translation>Ausrichten</translation>
    </message>
    <message>
        <source>Brings hand-held frames into register; frames that already match are left as they are.</source>
        <translation>Bringt Aufnahmen aus der Hand zur Deckung; was schon passt, bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>Border</source>
        <translation>Rand</translation>
    </message>
    <message>
        <source>After aligning: cropped to what all frames show, or kept, filled from the reference frame.</source>
        <translation>Nach dem Ausrichten: auf das beschnitten, was alle Aufnahmen zeigen, oder behalten und aus der Referenz gefüllt.</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>Beschneiden</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Referenz</translation>
    </message>
    <message>
        <source>Number of the frame, from dark to bright, that the others are aligned to and that moving things are taken from; 0 chooses.</source>
        <translation>Nummer der Aufnahme, von dunkel bis hell, an der die anderen ausgerichtet werden und aus der Bewegtes stammt; 0 wählt selbst.</translation>
    </message>
    <message>
        <source>Frames left as they are</source>
        <translation>Unberührte Aufnahmen</translation>
    </message>
    <message>
        <source>Which frames alignment does not touch.</source>
        <translation>Welche Aufnahmen das Ausrichten nicht anrührt.</translation>
    </message>
    <message>
        <source>Deghost</source>
        <translation>Geisterbilder</translation>
    </message>
    <message>
        <source>Keeps moving things single: where frames contradict the reference frame, it is taken instead.</source>
        <translation>Zeigt Bewegtes nur einmal: Wo Aufnahmen der Referenz widersprechen, gilt sie.</translation>
    </message>
    <message>
        <source>Deghost strength</source>
        <translation>Stärke gegen Geisterbilder</translation>
    </message>
    <message>
        <source>How small a difference counts as a movement.</source>
        <translation>Wie klein ein Unterschied sein darf, um als Bewegung zu gelten.</translation>
    </message>
    <message>
        <source>Nearly every program that takes LUTs takes a .cube of 33 points per axis.</source>
        <translation>Fast jedes Programm, das LUTs annimmt, nimmt eine .cube mit 33 Punkten je Achse.</translation>
    </message>
    <message>
        <source>Put the file into the LUT folder that Project Settings › Color Management opens, update the lists there, then right-click a node and choose it.</source>
        <translation>Die Datei in den LUT-Ordner legen, den Project Settings › Color Management öffnet, dort die Listen aktualisieren, dann einen Node rechts anklicken und sie wählen.</translation>
    </message>
    <message>
        <source>Interpolation is chosen in Project Settings. 65 points may slow playback down.</source>
        <translation>Die Interpolation steht in den Project Settings. 65 Punkte können die Wiedergabe bremsen.</translation>
    </message>
    <message>
        <source>In Lumetri Color open Creative, choose Browse beside Look, and pick the file.</source>
        <translation>In der Lumetri-Farbe den Bereich Kreativ öffnen, neben Look Durchsuchen wählen und die Datei nehmen.</translation>
    </message>
    <message>
        <source>Apply it to the base in sRGB or Rec. 709, without an automatic log conversion before it.</source>
        <translation>Auf die Mischung in sRGB oder Rec. 709 anwenden, ohne automatische Log-Umwandlung davor.</translation>
    </message>
    <message>
        <source>Put a Color Lookup adjustment layer above the base and load the file as its 3D LUT.</source>
        <translation>Über die Mischung eine Einstellungsebene Color Lookup legen und die Datei als ihre 3D-LUT laden.</translation>
    </message>
    <message>
        <source>The document must be in sRGB. Tick Dither where a sky shows bands.</source>
        <translation>Das Dokument muss in sRGB sein. Wo ein Himmel Streifen zeigt, Dither ankreuzen.</translation>
    </message>
    <message>
        <source>Neither loads a LUT file itself. Bring the fused picture instead; or build a profile in Camera Raw, Alt-click New Preset in its Presets panel, tick Color Lookup Table and choose the file.</source>
        <translation>Keins von beiden lädt selbst eine LUT-Datei. Stattdessen das fertige Bild verwenden; oder in Camera Raw ein Profil bauen: im Bereich Vorgaben mit Alt auf Neue Vorgabe klicken, Color-Lookup-Tabelle ankreuzen und die Datei wählen.</translation>
    </message>
    <message>
        <source>The profile resamples to 32 points and is applied before or after other edits, as you choose there.</source>
        <translation>Das Profil tastet auf 32 Punkte ab und wirkt vor oder nach anderen Bearbeitungen, je nach Wahl dort.</translation>
    </message>
    <message>
        <source>Add the Custom LUT effect to the clip and choose the file; input and output are Rec. 709 or sRGB.</source>
        <translation>Dem Clip den Effekt Eigene LUT geben und die Datei wählen; Eingang und Ausgang sind Rec. 709 oder sRGB.</translation>
    </message>
    <message>
        <source>Programs built on Core Image take 64 points at most, so 65 may be refused.</source>
        <translation>Programme auf der Grundlage von Core Image nehmen höchstens 64 Punkte; 65 lehnen sie womöglich ab.</translation>
    </message>
    <message>
        <source>Add a LUT adjustment above the base and choose Load LUT.</source>
        <translation>Über der Mischung eine LUT-Anpassung hinzufügen und LUT laden wählen.</translation>
    </message>
    <message>
        <source>The document must be in sRGB.</source>
        <translation>Das Dokument muss in sRGB sein.</translation>
    </message>
    <message>
        <source>Add the Apply LUT filter to the source and choose the file.</source>
        <translation>Der Quelle den Filter LUT anwenden geben und die Datei wählen.</translation>
    </message>
    <message>
        <source>The picture form has 8 bits only, which can show bands; prefer the .cube.</source>
        <translation>Die Bildform hat nur 8 Bit und kann Streifen zeigen; besser die .cube nehmen.</translation>
    </message>
    <message>
        <source>Use the filter lut3d=look.cube, or haldclut with the picture as its second input.</source>
        <translation>Den Filter lut3d=look.cube verwenden, oder haldclut mit dem Bild als zweitem Eingang.</translation>
    </message>
    <message>
        <source>Add interp=trilinear to match a trilinear picture. A .3dl must have 17 points there.</source>
        <translation>Mit interp=trilinear passt es zu einem trilinearen Bild. Eine .3dl muss dort 17 Punkte haben.</translation>
    </message>
    <message>
        <source>Set the LUT 3D root folder in Preferences › Processing, put the file there and choose it in LUT 3D.</source>
        <translation>Unter Einstellungen › Verarbeitung den Stammordner für 3D-LUTs setzen, die Datei hineinlegen und im Modul LUT 3D wählen.</translation>
    </message>
    <message>
        <source>Choose sRGB as the application color space in the module, and tetrahedral or trilinear as in Luxcube.</source>
        <translation>Im Modul sRGB als Farbraum der Anwendung wählen, und tetraedrisch oder trilinear wie in Luxcube.</translation>
    </message>
    <message>
        <source>Put the picture into the HaldCLUT folder that is set in Preferences and choose it under Film Simulation.</source>
        <translation>Das Bild in den HaldCLUT-Ordner legen, der in den Einstellungen steht, und es unter Filmsimulation wählen.</translation>
    </message>
    <message>
        <source>A name that ends in the working profile, such as look-sRGB.png, is read as in that profile. CLF is for ART.</source>
        <translation>Ein Name, der auf das Arbeitsprofil endet, etwa look-sRGB.png, wird als in diesem Profil gelesen. CLF ist für ART.</translation>
    </message>
    <message>
        <source>Open the filter Apply External CLUT under Colors and choose the file.</source>
        <translation>Unter Farben den Filter Externe CLUT anwenden öffnen und die Datei wählen.</translation>
    </message>
    <message>
        <source>Name the file in a FileTransform of the config, or load it in the program&apos;s own LUT node.</source>
        <translation>Die Datei in einer FileTransform der Konfiguration nennen oder im LUT-Node des Programms laden.</translation>
    </message>
</context>
<context>
    <name>pasting</name>
    <message>
        <source>Look</source>
        <translation>Look</translation>
    </message>
    <message>
        <source>Light, curves, colours, toning and the creative LUT</source>
        <translation>Licht, Kurven, Farben, Tonung und die kreative LUT</translation>
    </message>
    <message>
        <source>LUT</source>
        <translation>LUT</translation>
    </message>
    <message>
        <source>Grid, strength and interpolation</source>
        <translation>Gitter, Stärke und Interpolation</translation>
    </message>
    <message>
        <source>Blend</source>
        <translation>Mischung</translation>
    </message>
    <message>
        <source>Local, and weights for brackets of as many frames</source>
        <translation>Lokal, und Gewichte für Reihen mit gleich vielen Aufnahmen</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Aufnahmen</translation>
    </message>
    <message>
        <source>How RAW files are read, aligning and deghosting</source>
        <translation>Wie RAW-Dateien gelesen werden, Ausrichten und Geisterbilder</translation>
    </message>
    <message>
        <source>copy the settings of a set first</source>
        <translation>zuerst die Einstellungen einer Reihe kopieren</translation>
    </message>
    <message>
        <source>there are no settings on the clipboard</source>
        <translation>in der Zwischenablage sind keine Einstellungen</translation>
    </message>
    <message>
        <source>the text on the clipboard holds no settings</source>
        <translation>der Text in der Zwischenablage enthält keine Einstellungen</translation>
    </message>
</context>
<context>
    <name>preferences</name>
    <message>
        <source>&amp;Preferences…</source>
        <translation>&amp;Einstellungen…</translation>
    </message>
    <message>
        <source>Language, appearance, device, colours of the monitor, exports</source>
        <translation>Sprache, Erscheinungsbild, Rechenwerk, Farben des Monitors, Exporte</translation>
    </message>
    <message>
        <source>Colours on screen. {0}</source>
        <translation>Farben auf dem Bildschirm. {0}</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Delete the small pictures; they are made again when they are needed</source>
        <translation>Die kleinen Bilder löschen; bei Bedarf entstehen sie neu</translation>
    </message>
    <message>
        <source>Restore defaults</source>
        <translation>Standard wiederherstellen</translation>
    </message>
    <message>
        <source>Of the page that is shown</source>
        <translation>Der gezeigten Seite</translation>
    </message>
    <message>
        <source>On disk now</source>
        <translation>Jetzt auf der Platte</translation>
    </message>
    <message>
        <source>Not found on this computer; {0} is used instead.</source>
        <translation>Auf diesem Rechner nicht gefunden; stattdessen wird {0} verwendet.</translation>
    </message>
    <message>
        <source>In use: {0}.</source>
        <translation>In Gebrauch: {0}.</translation>
    </message>
    <message>
        <source>Shown as sRGB.</source>
        <translation>Als sRGB gezeigt.</translation>
    </message>
    <message>
        <source>No profile found: the monitor is taken to be sRGB.</source>
        <translation>Kein Profil gefunden: Der Monitor gilt als sRGB.</translation>
    </message>
    <message>
        <source>Takes effect at the next start.</source>
        <translation>Gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Auswählen…</translation>
    </message>
    <message>
        <source>Choose: {0}</source>
        <translation>Auswählen: {0}</translation>
    </message>
    <message>
        <source>ICC profiles (*.icc *.icm *.ICC *.ICM)</source>
        <translation>ICC-Profile (*.icc *.icm *.ICC *.ICM)</translation>
    </message>
</context>
<context>
    <name>problem</name>
    <message>
        <source>camera RAW</source>
        <translation>Kamera-RAW</translation>
    </message>
    <message>
        <source> and </source>
        <translation> und </translation>
    </message>
    <message>
        <source> or </source>
        <translation> oder </translation>
    </message>
    <message>
        <source>0 or more</source>
        <translation>0 oder mehr</translation>
    </message>
    <message>
        <source>1 to {0}</source>
        <translation>1 bis {0}</translation>
    </message>
    <message>
        <source>DOMAIN_MIN/MAX and LUT_3D_INPUT_RANGE contradict each other</source>
        <translation>DOMAIN_MIN/MAX und LUT_3D_INPUT_RANGE widersprechen sich</translation>
    </message>
    <message>
        <source>LUT_3D_SIZE is {0}; it must be {1} to {2}</source>
        <translation>LUT_3D_SIZE ist {0}; erlaubt sind {1} bis {2}</translation>
    </message>
    <message>
        <source>LUXCUBE_ENGINE is {0}</source>
        <translation>LUXCUBE_ENGINE ist {0}</translation>
    </message>
    <message>
        <source>Luxcube reads {0}</source>
        <translation>Luxcube liest {0}</translation>
    </message>
    <message>
        <source>Luxcube reads {0}, and folders of them</source>
        <translation>Luxcube liest {0} und Ordner davon</translation>
    </message>
    <message>
        <source>a 3D LUT has {0} to {1} points per axis, not {2}</source>
        <translation>eine 3D-LUT hat {0} bis {1} Punkte je Achse, nicht {2}</translation>
    </message>
    <message>
        <source>a 3D LUT is (N, N, N, 3), not {0}</source>
        <translation>eine 3D-LUT ist (N, N, N, 3), nicht {0}</translation>
    </message>
    <message>
        <source>a HaldCLUT cannot have {0} points per axis</source>
        <translation>eine HaldCLUT kann nicht {0} Punkte je Achse haben</translation>
    </message>
    <message>
        <source>a bracket needs at least two exposures of the same scene</source>
        <translation>eine Belichtungsreihe braucht mindestens zwei Belichtungen derselben Szene</translation>
    </message>
    <message>
        <source>a domain is three finite numbers</source>
        <translation>ein Wertebereich besteht aus drei endlichen Zahlen</translation>
    </message>
    <message>
        <source>a gap of {0} seconds makes no sense</source>
        <translation>ein Abstand von {0} Sekunden ergibt keinen Sinn</translation>
    </message>
    <message>
        <source>a newer Luxcube wrote it; update to open it</source>
        <translation>ein neueres Luxcube hat sie geschrieben; zum Öffnen aktualisieren</translation>
    </message>
    <message>
        <source>a series takes two sets that can be read</source>
        <translation>eine Serie braucht zwei lesbare Reihen</translation>
    </message>
    <message>
        <source>a set cannot have {0} frames</source>
        <translation>eine Reihe kann nicht {0} Aufnahmen haben</translation>
    </message>
    <message>
        <source>a snapshot has no recipe</source>
        <translation>ein Schnappschuss hat kein Rezept</translation>
    </message>
    <message>
        <source>a {0} cannot have {1} points per axis</source>
        <translation>das Format {0} erlaubt keine {1} Punkte je Achse</translation>
    </message>
    <message>
        <source>a {0} has no shaper</source>
        <translation>das Format {0} kennt keinen Shaper</translation>
    </message>
    <message>
        <source>add a file name</source>
        <translation>einen Dateinamen angeben</translation>
    </message>
    <message>
        <source>all frames of a bracket must have the same size</source>
        <translation>alle Aufnahmen einer Reihe müssen gleich groß sein</translation>
    </message>
    <message>
        <source>ask its owner for permission to read it</source>
        <translation>den Besitzer um Leserechte bitten</translation>
    </message>
    <message>
        <source>at most {0} megapixels</source>
        <translation>höchstens {0} Megapixel</translation>
    </message>
    <message>
        <source>brackets of {0} frames have no weights in common</source>
        <translation>Reihen mit {0} Aufnahmen haben keine gemeinsamen Gewichte</translation>
    </message>
    <message>
        <source>call it {0}{1}</source>
        <translation>den Namen {0}{1} wählen</translation>
    </message>
    <message>
        <source>cannot be made</source>
        <translation>lässt sich nicht anlegen</translation>
    </message>
    <message>
        <source>cannot be made, as {0} is read-only</source>
        <translation>lässt sich nicht anlegen, weil {0} schreibgeschützt ist</translation>
    </message>
    <message>
        <source>cannot be made: {0}</source>
        <translation>lässt sich nicht anlegen: {0}</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>lässt sich nicht lesen</translation>
    </message>
    <message>
        <source>cannot be read: {0}</source>
        <translation>lässt sich nicht lesen: {0}</translation>
    </message>
    <message>
        <source>cannot be removed: {0}</source>
        <translation>lässt sich nicht entfernen: {0}</translation>
    </message>
    <message>
        <source>cannot be written: {0}</source>
        <translation>lässt sich nicht schreiben: {0}</translation>
    </message>
    <message>
        <source>check the disk or card it is on</source>
        <translation>den Datenträger oder die Karte prüfen</translation>
    </message>
    <message>
        <source>choose --device auto or cpu</source>
        <translation>--device auto oder cpu wählen</translation>
    </message>
    <message>
        <source>choose --device auto or cpu, or install a CUDA build of PyTorch</source>
        <translation>--device auto oder cpu wählen oder PyTorch mit CUDA installieren</translation>
    </message>
    <message>
        <source>choose --mode global, or Local 0 %</source>
        <translation>--mode global oder Lokal 0 % wählen</translation>
    </message>
    <message>
        <source>choose .cube or CLF</source>
        <translation>.cube oder CLF wählen</translation>
    </message>
    <message>
        <source>choose .cube, or leave the shaper out</source>
        <translation>.cube wählen oder den Shaper weglassen</translation>
    </message>
    <message>
        <source>choose 1 to {0}</source>
        <translation>einen Wert von 1 bis {0} wählen</translation>
    </message>
    <message>
        <source>choose 1 to {0}, or 0 for automatic</source>
        <translation>1 bis {0} wählen, oder 0 für automatisch</translation>
    </message>
    <message>
        <source>choose 25, 36, 49 or 64</source>
        <translation>25, 36, 49 oder 64 wählen</translation>
    </message>
    <message>
        <source>choose 64</source>
        <translation>64 wählen</translation>
    </message>
    <message>
        <source>choose 8, 16 or 32</source>
        <translation>8, 16 oder 32 wählen</translation>
    </message>
    <message>
        <source>choose TIFF or PNG</source>
        <translation>TIFF oder PNG wählen</translation>
    </message>
    <message>
        <source>choose a .cube, not a folder or a device</source>
        <translation>eine .cube-Datei wählen, keinen Ordner und kein Gerät</translation>
    </message>
    <message>
        <source>choose a HaldCLUT, or export the LUT again as .cube</source>
        <translation>eine HaldCLUT wählen oder die LUT als .cube neu exportieren</translation>
    </message>
    <message>
        <source>choose a LUT, not a folder or a device</source>
        <translation>eine LUT wählen, keinen Ordner und kein Gerät</translation>
    </message>
    <message>
        <source>choose a LUT, not a folder, a device or a film</source>
        <translation>eine LUT wählen, keinen Ordner, kein Gerät und keinen Film</translation>
    </message>
    <message>
        <source>choose a finished picture of the same scene</source>
        <translation>ein fertiges Bild derselben Szene wählen</translation>
    </message>
    <message>
        <source>choose a grey that is neither black nor white</source>
        <translation>ein Grau wählen, das weder schwarz noch weiß ist</translation>
    </message>
    <message>
        <source>choose a picture, not a folder or a device</source>
        <translation>ein Bild wählen, keinen Ordner und kein Gerät</translation>
    </message>
    <message>
        <source>choose a recipe, not a folder or a device</source>
        <translation>ein Rezept wählen, keinen Ordner und kein Gerät</translation>
    </message>
    <message>
        <source>choose a shorter name</source>
        <translation>einen kürzeren Namen wählen</translation>
    </message>
    <message>
        <source>choose an ICC profile for RGB</source>
        <translation>ein ICC-Profil für RGB wählen</translation>
    </message>
    <message>
        <source>choose another</source>
        <translation>etwas anderes wählen</translation>
    </message>
    <message>
        <source>choose another LUT</source>
        <translation>eine andere LUT wählen</translation>
    </message>
    <message>
        <source>choose another disk</source>
        <translation>einen anderen Datenträger wählen</translation>
    </message>
    <message>
        <source>choose another file</source>
        <translation>eine andere Datei wählen</translation>
    </message>
    <message>
        <source>choose another folder</source>
        <translation>einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>choose another name</source>
        <translation>einen anderen Namen wählen</translation>
    </message>
    <message>
        <source>choose another name or an empty folder</source>
        <translation>einen anderen Namen oder einen leeren Ordner wählen</translation>
    </message>
    <message>
        <source>choose another name or lift the protection</source>
        <translation>einen anderen Namen wählen oder den Schutz aufheben</translation>
    </message>
    <message>
        <source>choose another profile</source>
        <translation>ein anderes Profil wählen</translation>
    </message>
    <message>
        <source>choose at most {0}</source>
        <translation>höchstens {0} wählen</translation>
    </message>
    <message>
        <source>choose auto, cpu, cuda or mps</source>
        <translation>auto, cpu, cuda oder mps wählen</translation>
    </message>
    <message>
        <source>choose the creative LUT again</source>
        <translation>die kreative LUT neu wählen</translation>
    </message>
    <message>
        <source>choose true or false</source>
        <translation>true oder false wählen</translation>
    </message>
    <message>
        <source>choose {0}</source>
        <translation>{0} wählen</translation>
    </message>
    <message>
        <source>choose {0} bits, or {1}</source>
        <translation>{0} Bit oder {1} wählen</translation>
    </message>
    <message>
        <source>choose {0} or {1}</source>
        <translation>{0} oder {1} wählen</translation>
    </message>
    <message>
        <source>close other programs or use smaller frames</source>
        <translation>andere Programme schließen oder kleinere Aufnahmen verwenden</translation>
    </message>
    <message>
        <source>close other programs that use it or choose another folder</source>
        <translation>andere Programme, die die Datei verwenden, schließen oder einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>comes back {0} off</source>
        <translation>weicht nach dem Zurücklesen um {0} ab</translation>
    </message>
    <message>
        <source>convert it to DNG, or export TIFFs from it</source>
        <translation>die Datei in DNG umwandeln oder TIFFs daraus exportieren</translation>
    </message>
    <message>
        <source>convert it to RGB first</source>
        <translation>die Datei zuerst in RGB umwandeln</translation>
    </message>
    <message>
        <source>copy it from the camera again</source>
        <translation>die Datei noch einmal von der Kamera kopieren</translation>
    </message>
    <message>
        <source>create {0} first</source>
        <translation>zuerst {0} anlegen</translation>
    </message>
    <message>
        <source>does not exist</source>
        <translation>existiert nicht</translation>
    </message>
    <message>
        <source>does not fit into memory</source>
        <translation>passt nicht in den Speicher</translation>
    </message>
    <message>
        <source>does not fit this version&apos;s network</source>
        <translation>passt nicht zum Netz dieser Version</translation>
    </message>
    <message>
        <source>drop them without Shift to begin anew</source>
        <translation>die Aufnahmen ohne Umschalttaste ablegen, um neu zu beginnen</translation>
    </message>
    <message>
        <source>end it in {0}</source>
        <translation>den Namen auf {0} enden lassen</translation>
    </message>
    <message>
        <source>end the name in .tif, .png or .jpg</source>
        <translation>den Namen auf .tif, .png oder .jpg enden lassen</translation>
    </message>
    <message>
        <source>ends before its first row</source>
        <translation>endet vor der ersten Zeile</translation>
    </message>
    <message>
        <source>export it again as a .cube</source>
        <translation>die Datei noch einmal als .cube exportieren</translation>
    </message>
    <message>
        <source>export it again as a 3D .cube</source>
        <translation>die Datei noch einmal als 3D-.cube exportieren</translation>
    </message>
    <message>
        <source>export it again as a plain 3D .cube, without a shaper</source>
        <translation>die Datei noch einmal als einfache 3D-.cube ohne Shaper exportieren</translation>
    </message>
    <message>
        <source>export it again with another number of points</source>
        <translation>die Datei mit einer anderen Zahl von Punkten neu exportieren</translation>
    </message>
    <message>
        <source>export it as RGB</source>
        <translation>die Datei als RGB exportieren</translation>
    </message>
    <message>
        <source>frame {0} cannot be left as it is: the bracket has {1}</source>
        <translation>Aufnahme {0} lässt sich nicht vom Ausrichten ausnehmen: die Reihe hat nur {1}</translation>
    </message>
    <message>
        <source>frame {0} cannot be the reference: the bracket has {1}</source>
        <translation>Aufnahme {0} kann nicht die Referenz sein: die Reihe hat nur {1}</translation>
    </message>
    <message>
        <source>frames of less than {0} pixels are too small to refine</source>
        <translation>Aufnahmen mit weniger als {0} Pixeln sind zum Verfeinern zu klein</translation>
    </message>
    <message>
        <source>free some space</source>
        <translation>etwas Platz schaffen</translation>
    </message>
    <message>
        <source>free some space or choose another disk</source>
        <translation>etwas Platz schaffen oder einen anderen Datenträger wählen</translation>
    </message>
    <message>
        <source>free some space there</source>
        <translation>dort etwas Platz schaffen</translation>
    </message>
    <message>
        <source>give all one Local</source>
        <translation>allen denselben Wert für Lokal geben</translation>
    </message>
    <message>
        <source>give each its own</source>
        <translation>jeder Ausgabe einen eigenen Namen geben</translation>
    </message>
    <message>
        <source>has colours that only an ICC profile describes, which cannot be read from JPEG XL</source>
        <translation>hat Farben, die nur ein ICC-Profil beschreibt, das sich aus JPEG XL nicht lesen lässt</translation>
    </message>
    <message>
        <source>has no pixels</source>
        <translation>hat keine Pixel</translation>
    </message>
    <message>
        <source>has no red, green and blue channels</source>
        <translation>hat keine Kanäle für Rot, Grün und Blau</translation>
    </message>
    <message>
        <source>has {0} channels</source>
        <translation>hat {0} Kanäle</translation>
    </message>
    <message>
        <source>has {0} rows, LUT_3D_SIZE {1} needs {2}</source>
        <translation>hat {0} Zeilen; LUT_3D_SIZE {1} verlangt {2}</translation>
    </message>
    <message>
        <source>holds XYZ colours</source>
        <translation>enthält XYZ-Farben</translation>
    </message>
    <message>
        <source>holds a row that is not three plain numbers</source>
        <translation>enthält eine Zeile, die nicht aus drei einfachen Zahlen besteht</translation>
    </message>
    <message>
        <source>holds a volume, not a picture</source>
        <translation>enthält ein 3D-Volumen und kein Bild</translation>
    </message>
    <message>
        <source>holds a {0}, not a {1}</source>
        <translation>enthält „{0}“, nicht „{1}“</translation>
    </message>
    <message>
        <source>holds no recipe and no edits of a bracket</source>
        <translation>enthält kein Rezept und keine Bearbeitung einer Reihe</translation>
    </message>
    <message>
        <source>holds other files, which would be lost</source>
        <translation>enthält andere Dateien, die verloren gingen</translation>
    </message>
    <message>
        <source>holds uncompressed YCbCr data</source>
        <translation>enthält unkomprimierte YCbCr-Daten</translation>
    </message>
    <message>
        <source>holds {0} brackets</source>
        <translation>enthält {0} Reihen</translation>
    </message>
    <message>
        <source>holds {0} data</source>
        <translation>enthält {0}-Daten</translation>
    </message>
    <message>
        <source>holds {0} numbers</source>
        <translation>enthält {0} Zahlen</translation>
    </message>
    <message>
        <source>install a C compiler and reinstall, or unset LUXCUBE_ENGINE</source>
        <translation>einen C-Compiler und danach Luxcube neu installieren, oder die Variable LUXCUBE_ENGINE entfernen</translation>
    </message>
    <message>
        <source>is UTF-16 text</source>
        <translation>ist UTF-16-Text</translation>
    </message>
    <message>
        <source>is a 1D LUT</source>
        <translation>ist eine 1D-LUT</translation>
    </message>
    <message>
        <source>is a CMYK TIFF, made for print</source>
        <translation>ist ein CMYK-TIFF für den Druck</translation>
    </message>
    <message>
        <source>is a file</source>
        <translation>ist eine Datei</translation>
    </message>
    <message>
        <source>is a folder</source>
        <translation>ist ein Ordner</translation>
    </message>
    <message>
        <source>is a frame of the bracket and would be overwritten</source>
        <translation>ist eine Aufnahme der Reihe und würde überschrieben</translation>
    </message>
    <message>
        <source>is a frame of the shoot and would be overwritten</source>
        <translation>ist eine Aufnahme des Shootings und würde überschrieben</translation>
    </message>
    <message>
        <source>is a frame of this bracket</source>
        <translation>ist eine Aufnahme dieser Reihe</translation>
    </message>
    <message>
        <source>is a grey picture and no LUT</source>
        <translation>ist ein graues Bild und keine LUT</translation>
    </message>
    <message>
        <source>is a picture and no LUT: a HaldCLUT is a square of 8, 27, 64 … pixels</source>
        <translation>ist ein Bild und keine LUT: eine HaldCLUT ist ein Quadrat von 8, 27, 64 … Pixeln</translation>
    </message>
    <message>
        <source>is a picture and no LUT: its neighbouring colours are not alike</source>
        <translation>ist ein Bild und keine LUT: benachbarte Farben ähneln sich nicht</translation>
    </message>
    <message>
        <source>is a recipe of version {0}</source>
        <translation>ist ein Rezept der Version {0}</translation>
    </message>
    <message>
        <source>is a recipe, which needs a bracket</source>
        <translation>ist ein Rezept, das eine Belichtungsreihe braucht</translation>
    </message>
    <message>
        <source>is a sidecar of version {0}</source>
        <translation>ist eine Begleitdatei der Version {0}</translation>
    </message>
    <message>
        <source>is damaged or cut short</source>
        <translation>ist beschädigt oder unvollständig</translation>
    </message>
    <message>
        <source>is damaged: {0}</source>
        <translation>ist beschädigt: {0}</translation>
    </message>
    <message>
        <source>is empty</source>
        <translation>ist leer</translation>
    </message>
    <message>
        <source>is no LUT file</source>
        <translation>ist keine LUT-Datei</translation>
    </message>
    <message>
        <source>is no file</source>
        <translation>ist keine normale Datei</translation>
    </message>
    <message>
        <source>is no folder</source>
        <translation>ist kein Ordner</translation>
    </message>
    <message>
        <source>is no profile of a monitor</source>
        <translation>ist kein Monitorprofil</translation>
    </message>
    <message>
        <source>is no sidecar</source>
        <translation>ist keine Begleitdatei</translation>
    </message>
    <message>
        <source>is not JSON: {0}</source>
        <translation>ist kein JSON: {0}</translation>
    </message>
    <message>
        <source>is not a .cube file: it holds neither a size nor a row</source>
        <translation>ist keine .cube-Datei: sie enthält weder eine Größe noch eine Zeile</translation>
    </message>
    <message>
        <source>is not a LUT that Luxcube reads</source>
        <translation>ist keine LUT, die Luxcube liest</translation>
    </message>
    <message>
        <source>is not a LUT that OpenColorIO reads</source>
        <translation>ist keine LUT, die OpenColorIO liest</translation>
    </message>
    <message>
        <source>is not a RAW file this version of LibRaw knows</source>
        <translation>ist keine RAW-Datei, die diese Version von LibRaw kennt</translation>
    </message>
    <message>
        <source>is not a picture Luxcube can read</source>
        <translation>ist kein Bild, das Luxcube lesen kann</translation>
    </message>
    <message>
        <source>is not a text file</source>
        <translation>ist keine Textdatei</translation>
    </message>
    <message>
        <source>is not a valid recipe: {0}</source>
        <translation>ist kein gültiges Rezept: {0}</translation>
    </message>
    <message>
        <source>is not a weights file: {0}</source>
        <translation>ist keine Datei mit Netzgewichten: {0}</translation>
    </message>
    <message>
        <source>is not there yet</source>
        <translation>fehlt noch</translation>
    </message>
    <message>
        <source>is read-only</source>
        <translation>ist schreibgeschützt</translation>
    </message>
    <message>
        <source>is too dark for .3dl, whose readers would brighten it</source>
        <translation>ist zu dunkel für .3dl: Programme würden sie beim Lesen aufhellen</translation>
    </message>
    <message>
        <source>is write-protected</source>
        <translation>ist schreibgeschützt</translation>
    </message>
    <message>
        <source>is {0} MB long, far more than {1}³ rows can take</source>
        <translation>ist {0} MB groß, weit mehr, als {1}³ Zeilen belegen können</translation>
    </message>
    <message>
        <source>is {0} MB long; no .cube is</source>
        <translation>ist {0} MB groß; so groß ist keine .cube-Datei</translation>
    </message>
    <message>
        <source>is {0} MB long; no recipe is</source>
        <translation>ist {0} MB groß; so groß ist kein Rezept</translation>
    </message>
    <message>
        <source>is {0} MB long; no sidecar is</source>
        <translation>ist {0} MB groß; so groß ist keine Begleitdatei</translation>
    </message>
    <message>
        <source>is {0} pixels, but {1} is {2}</source>
        <translation>hat {0} Pixel, aber {1} hat {2}</translation>
    </message>
    <message>
        <source>is {0}×{1} pixels, more than Luxcube reads</source>
        <translation>hat {0}×{1} Pixel, mehr als Luxcube liest</translation>
    </message>
    <message>
        <source>it is kept as {0}; the frames open as new</source>
        <translation>die Datei bleibt als {0} erhalten; die Aufnahmen werden wie neu geöffnet</translation>
    </message>
    <message>
        <source>it is left as it is; the frames open as new</source>
        <translation>die Datei bleibt, wie sie ist; die Aufnahmen werden wie neu geöffnet</translation>
    </message>
    <message>
        <source>it may have been moved or renamed</source>
        <translation>vielleicht wurde sie verschoben oder umbenannt</translation>
    </message>
    <message>
        <source>it may hold {0}</source>
        <translation>das Muster darf {0} enthalten</translation>
    </message>
    <message>
        <source>it reads {0}</source>
        <translation>Luxcube liest {0}</translation>
    </message>
    <message>
        <source>its folder does not exist</source>
        <translation>der Zielordner existiert nicht</translation>
    </message>
    <message>
        <source>its folder is read-only</source>
        <translation>der Zielordner ist schreibgeschützt</translation>
    </message>
    <message>
        <source>its name is too long for this disk</source>
        <translation>der Name ist für diesen Datenträger zu lang</translation>
    </message>
    <message>
        <source>its version is not what it was upgraded to</source>
        <translation>die Versionsnummer passt nach dem Umwandeln nicht</translation>
    </message>
    <message>
        <source>leave it out of the pattern</source>
        <translation>dieses Zeichen weglassen</translation>
    </message>
    <message>
        <source>leave the weights as they are, or choose sets alike</source>
        <translation>die Gewichte lassen, wie sie sind, oder gleichartige Reihen wählen</translation>
    </message>
    <message>
        <source>line {0}: a row has three numbers, {1} has {2}</source>
        <translation>Zeile {0}: eine Zeile hat drei Zahlen, {1} hat {2}</translation>
    </message>
    <message>
        <source>line {0}: one row too many, LUT_3D_SIZE {1} has {2}</source>
        <translation>Zeile {0}: eine Zeile zu viel, LUT_3D_SIZE {1} hat {2}</translation>
    </message>
    <message>
        <source>line {0}: the rows begin before LUT_3D_SIZE says how many there are</source>
        <translation>Zeile {0}: die Werte beginnen, bevor LUT_3D_SIZE sagt, wie viele es sind</translation>
    </message>
    <message>
        <source>line {0}: {1} has commas</source>
        <translation>Zeile {0}: {1} enthält Kommas</translation>
    </message>
    <message>
        <source>line {0}: {1} is neither a keyword nor a row of numbers</source>
        <translation>Zeile {0}: {1} ist weder ein Schlüsselwort noch eine Zeile mit Zahlen</translation>
    </message>
    <message>
        <source>line {0}: {1} is not a row of numbers</source>
        <translation>Zeile {0}: {1} ist keine Zeile mit Zahlen</translation>
    </message>
    <message>
        <source>line {0}: {1} is not finite</source>
        <translation>Zeile {0}: {1} ist nicht endlich</translation>
    </message>
    <message>
        <source>line {0}: {1} is there twice</source>
        <translation>Zeile {0}: {1} kommt doppelt vor</translation>
    </message>
    <message>
        <source>line {0}: {1} needs one whole number, not {2}</source>
        <translation>Zeile {0}: {1} braucht eine ganze Zahl, nicht {2}</translation>
    </message>
    <message>
        <source>line {0}: {1} needs {2} numbers, not {3}</source>
        <translation>Zeile {0}: {1} braucht {2} Zahlen, nicht {3}</translation>
    </message>
    <message>
        <source>may not be read</source>
        <translation>darf nicht gelesen werden</translation>
    </message>
    <message>
        <source>may not be written</source>
        <translation>darf nicht geschrieben werden</translation>
    </message>
    <message>
        <source>mef group tells which; give the files of one, or a folder of its own</source>
        <translation>mef group sagt, welche; die Dateien einer Reihe oder einen eigenen Ordner angeben</translation>
    </message>
    <message>
        <source>no Apple GPU was found</source>
        <translation>keine Apple-GPU gefunden</translation>
    </message>
    <message>
        <source>no CUDA device was found</source>
        <translation>kein CUDA-Gerät gefunden</translation>
    </message>
    <message>
        <source>no files were given</source>
        <translation>keine Dateien angegeben</translation>
    </message>
    <message>
        <source>none of the missing frames is in {0}</source>
        <translation>keine der fehlenden Aufnahmen ist in {0}</translation>
    </message>
    <message>
        <source>none of the {0} files here can be used</source>
        <translation>keine der {0} Dateien hier lässt sich verwenden</translation>
    </message>
    <message>
        <source>open a bracket of your own</source>
        <translation>eine eigene Belichtungsreihe öffnen</translation>
    </message>
    <message>
        <source>open its folder</source>
        <translation>den Ordner öffnen, in dem sie liegt</translation>
    </message>
    <message>
        <source>open one first</source>
        <translation>zuerst eine öffnen</translation>
    </message>
    <message>
        <source>open one of its sets</source>
        <translation>eine ihrer Reihen öffnen</translation>
    </message>
    <message>
        <source>open pictures</source>
        <translation>Bilder öffnen</translation>
    </message>
    <message>
        <source>open the bracket it was made for</source>
        <translation>die Reihe öffnen, für die es gemacht wurde</translation>
    </message>
    <message>
        <source>pip install opencolorio</source>
        <translation>pip install opencolorio</translation>
    </message>
    <message>
        <source>please report this</source>
        <translation>bitte melden</translation>
    </message>
    <message>
        <source>promises {0}×{1} pixels, and is only {2} bytes long</source>
        <translation>gibt {0}×{1} Pixel an und ist nur {2} Byte groß</translation>
    </message>
    <message>
        <source>puts a 1D LUT before the 3D one, which Luxcube does not read</source>
        <translation>stellt eine 1D-LUT vor die 3D-LUT, was Luxcube nicht liest</translation>
    </message>
    <message>
        <source>raw or jpeg</source>
        <translation>raw oder jpeg wählen</translation>
    </message>
    <message>
        <source>refine this bracket again</source>
        <translation>diese Reihe noch einmal verfeinern</translation>
    </message>
    <message>
        <source>refine this bracket anew</source>
        <translation>diese Reihe neu verfeinern</translation>
    </message>
    <message>
        <source>reinstall Luxcube</source>
        <translation>Luxcube neu installieren</translation>
    </message>
    <message>
        <source>remove it by hand</source>
        <translation>von Hand entfernen</translation>
    </message>
    <message>
        <source>remove old ones</source>
        <translation>alte entfernen</translation>
    </message>
    <message>
        <source>remove one of them</source>
        <translation>eines davon entfernen</translation>
    </message>
    <message>
        <source>reset the weights to the network&apos;s</source>
        <translation>die Gewichte auf die Vorgabe des Netzes zurücksetzen</translation>
    </message>
    <message>
        <source>save it again, or correct it by hand</source>
        <translation>die Datei noch einmal speichern oder von Hand berichtigen</translation>
    </message>
    <message>
        <source>save it as RGBE</source>
        <translation>die Datei als RGBE speichern</translation>
    </message>
    <message>
        <source>save it as an 8-bit, 16-bit or float RGB TIFF</source>
        <translation>die Datei als RGB-TIFF mit 8 Bit, 16 Bit oder Fließkomma speichern</translation>
    </message>
    <message>
        <source>save it as an RGB TIFF</source>
        <translation>die Datei als RGB-TIFF speichern</translation>
    </message>
    <message>
        <source>save it as plain ASCII text</source>
        <translation>die Datei als reinen ASCII-Text speichern</translation>
    </message>
    <message>
        <source>save it in sRGB or Display P3, or as TIFF or PNG</source>
        <translation>die Datei in sRGB oder Display P3 speichern, oder als TIFF oder PNG</translation>
    </message>
    <message>
        <source>save one plane as an RGB TIFF</source>
        <translation>eine Ebene als RGB-TIFF speichern</translation>
    </message>
    <message>
        <source>select more sets</source>
        <translation>mehr Reihen auswählen</translation>
    </message>
    <message>
        <source>set LUXCUBE_ENGINE=torch, and please report this</source>
        <translation>LUXCUBE_ENGINE=torch setzen und dies bitte melden</translation>
    </message>
    <message>
        <source>set it to native or torch, or unset it</source>
        <translation>auf native oder torch setzen oder die Variable entfernen</translation>
    </message>
    <message>
        <source>skip, replace or number</source>
        <translation>skip, replace oder number wählen</translation>
    </message>
    <message>
        <source>some of these brackets have local weights and others have not</source>
        <translation>einige dieser Reihen haben lokale Gewichte und andere nicht</translation>
    </message>
    <message>
        <source>the LUT holds values that are not finite numbers</source>
        <translation>die LUT enthält Werte, die keine endlichen Zahlen sind</translation>
    </message>
    <message>
        <source>the LUT on the base is {0}/255 away from the picture</source>
        <translation>die LUT auf der Mischung weicht um {0}/255 vom Bild ab</translation>
    </message>
    <message>
        <source>the PNG of OBS has {0} points per axis, not {1}</source>
        <translation>das PNG von OBS hat {0} Punkte je Achse, nicht {1}</translation>
    </message>
    <message>
        <source>the bracket opens without what was done to it</source>
        <translation>die Reihe wird ohne ihre Bearbeitung geöffnet</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>der Datenträger ist voll</translation>
    </message>
    <message>
        <source>the disk is read-only</source>
        <translation>der Datenträger ist schreibgeschützt</translation>
    </message>
    <message>
        <source>the domain {0} … {1} is empty</source>
        <translation>der Wertebereich {0} … {1} ist leer</translation>
    </message>
    <message>
        <source>the file is kept</source>
        <translation>die Datei bleibt erhalten</translation>
    </message>
    <message>
        <source>the file is kept; open the frames to begin anew</source>
        <translation>die Datei bleibt erhalten; die Aufnahmen öffnen, um neu zu beginnen</translation>
    </message>
    <message>
        <source>the file was cut short; export it again</source>
        <translation>die Datei ist unvollständig; bitte neu exportieren</translation>
    </message>
    <message>
        <source>the file would be too large for this disk</source>
        <translation>die Datei wäre für diesen Datenträger zu groß</translation>
    </message>
    <message>
        <source>the made-up frames cannot be written</source>
        <translation>die künstlichen Aufnahmen lassen sich nicht schreiben</translation>
    </message>
    <message>
        <source>the name does not end in {0}</source>
        <translation>der Name endet nicht auf {0}</translation>
    </message>
    <message>
        <source>the name does not say which kind of LUT to write</source>
        <translation>der Name sagt nicht, welche Art LUT zu schreiben ist</translation>
    </message>
    <message>
        <source>the name has no suffix</source>
        <translation>der Name hat keine Endung</translation>
    </message>
    <message>
        <source>the native engine was not built</source>
        <translation>die native Engine wurde nicht gebaut</translation>
    </message>
    <message>
        <source>the network&apos;s weights are missing</source>
        <translation>die Gewichte des Netzes fehlen</translation>
    </message>
    <message>
        <source>the pattern for names is empty</source>
        <translation>das Namensmuster ist leer</translation>
    </message>
    <message>
        <source>the picture to match is {0}×{1}, and the bracket has another shape</source>
        <translation>das Vorbild hat {0}×{1} Pixel, die Reihe aber ein anderes Seitenverhältnis</translation>
    </message>
    <message>
        <source>the recipe holds a creative LUT of another size than it says</source>
        <translation>das Rezept enthält eine kreative LUT von anderer Größe, als es sagt</translation>
    </message>
    <message>
        <source>the recipe holds a creative LUT that is damaged</source>
        <translation>das Rezept enthält eine beschädigte kreative LUT</translation>
    </message>
    <message>
        <source>the recipe holds a refinement that is cut off</source>
        <translation>das Rezept enthält eine abgeschnittene Verfeinerung</translation>
    </message>
    <message>
        <source>the recipe holds a refinement that is damaged</source>
        <translation>das Rezept enthält eine beschädigte Verfeinerung</translation>
    </message>
    <message>
        <source>the recipe holds refined weights that do not add up to 1</source>
        <translation>das Rezept enthält verfeinerte Gewichte, die nicht 1 ergeben</translation>
    </message>
    <message>
        <source>the recipe nudges frame {0}, and there are {1}</source>
        <translation>das Rezept hilft bei Aufnahme {0} nach, die Reihe hat aber nur {1}</translation>
    </message>
    <message>
        <source>the recipe was refined for {0} frames, and this bracket has {1}</source>
        <translation>das Rezept wurde für {0} Aufnahmen verfeinert, und diese Reihe hat {1}</translation>
    </message>
    <message>
        <source>the recipe was refined with {0}, and this is {1}</source>
        <translation>das Rezept wurde mit dem Netz {0} verfeinert, hier läuft {1}</translation>
    </message>
    <message>
        <source>the recipe weighs {0} frames, and this bracket has {1}</source>
        <translation>das Rezept gewichtet {0} Aufnahmen, und diese Reihe hat {1}</translation>
    </message>
    <message>
        <source>the sample bracket is not installed</source>
        <translation>die Beispielreihe ist nicht installiert</translation>
    </message>
    <message>
        <source>the set on screen is not one of the series</source>
        <translation>die Reihe auf dem Bildschirm gehört nicht zur Serie</translation>
    </message>
    <message>
        <source>the suffix {0} is not one Luxcube writes</source>
        <translation>die Endung {0} schreibt Luxcube nicht</translation>
    </message>
    <message>
        <source>the value of {0} is missing</source>
        <translation>der Wert von {0} fehlt</translation>
    </message>
    <message>
        <source>there is no device {0}</source>
        <translation>es gibt kein Gerät {0}</translation>
    </message>
    <message>
        <source>there is no picture</source>
        <translation>es gibt kein Bild</translation>
    </message>
    <message>
        <source>there is no picture in this folder</source>
        <translation>in diesem Ordner ist kein Bild</translation>
    </message>
    <message>
        <source>there is only one frame</source>
        <translation>das ist nur eine Aufnahme</translation>
    </message>
    <message>
        <source>these files are in the shoot already</source>
        <translation>diese Dateien sind schon im Shooting</translation>
    </message>
    <message>
        <source>this kind of LUT needs OpenColorIO</source>
        <translation>diese Art LUT braucht OpenColorIO</translation>
    </message>
    <message>
        <source>this place is too dark or too bright to tell the colour of the light</source>
        <translation>diese Stelle ist zu dunkel oder zu hell, um die Farbe des Lichts zu erkennen</translation>
    </message>
    <message>
        <source>this shoot is not remembered any more</source>
        <translation>dieses Shooting ist nicht mehr gespeichert</translation>
    </message>
    <message>
        <source>too many sidecars have this name</source>
        <translation>zu viele Begleitdateien haben diesen Namen</translation>
    </message>
    <message>
        <source>train it again</source>
        <translation>das Netz neu trainieren</translation>
    </message>
    <message>
        <source>train them with configs/local-fine.toml</source>
        <translation>die Gewichte mit configs/local-fine.toml trainieren</translation>
    </message>
    <message>
        <source>train these weights first, with: mef train</source>
        <translation>diese Gewichte zuerst trainieren, mit: mef train</translation>
    </message>
    <message>
        <source>two outputs have this name</source>
        <translation>zwei Ausgaben haben diesen Namen</translation>
    </message>
    <message>
        <source>was written by another program meanwhile</source>
        <translation>wurde inzwischen von einem anderen Programm geschrieben</translation>
    </message>
    <message>
        <source>write decimals with a point and part numbers by spaces</source>
        <translation>Dezimalpunkt statt Komma verwenden und Zahlen durch Leerzeichen trennen</translation>
    </message>
    <message>
        <source>{0} bits per channel are not supported</source>
        <translation>{0} Bit je Kanal werden nicht unterstützt</translation>
    </message>
    <message>
        <source>{0} cannot be part of a file&apos;s name</source>
        <translation>{0} kann nicht Teil eines Dateinamens sein</translation>
    </message>
    <message>
        <source>{0} cannot hold {1} bits per channel</source>
        <translation>{0} kann keine {1} Bit je Kanal enthalten</translation>
    </message>
    <message>
        <source>{0} frames are too many for one bracket</source>
        <translation>{0} Aufnahmen sind zu viele für eine Reihe</translation>
    </message>
    <message>
        <source>{0} has no local weights</source>
        <translation>{0} hat keine lokalen Gewichte</translation>
    </message>
    <message>
        <source>{0} is no LUT format</source>
        <translation>{0} ist kein LUT-Format</translation>
    </message>
    <message>
        <source>{0} is no choice of half size</source>
        <translation>{0} ist keine Wahl für halbe Größe</translation>
    </message>
    <message>
        <source>{0} is no choice of {1}</source>
        <translation>{0} steht bei {1} nicht zur Wahl</translation>
    </message>
    <message>
        <source>{0} is no kind of file to prefer</source>
        <translation>{0} ist keine Dateiart, die man vorziehen kann</translation>
    </message>
    <message>
        <source>{0} is no pattern for names: a brace stands alone</source>
        <translation>{0} ist kein Namensmuster: eine geschweifte Klammer ist ohne Gegenstück</translation>
    </message>
    <message>
        <source>{0} is not a colour space Luxcube writes</source>
        <translation>{0} ist kein Farbraum, den Luxcube schreibt</translation>
    </message>
    <message>
        <source>{0} of 65535</source>
        <translation>{0} von 65535</translation>
    </message>
    <message>
        <source>{0} says nothing about existing files</source>
        <translation>{0} ist keine Vorgabe für vorhandene Dateien</translation>
    </message>
    <message>
        <source>{0}×{1} pixels are too many for JPEG</source>
        <translation>{0}×{1} Pixel sind zu viele für JPEG</translation>
    </message>
    <message>
        <source>{{{0}}} means nothing in a pattern for names</source>
        <translation>{{{0}}} bedeutet in einem Namensmuster nichts</translation>
    </message>
</context>
<context>
    <name>remembering</name>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>New snapsh&amp;ot</source>
        <translation>Neuer &amp;Schnappschuss</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Keep the look as it is now under a name</source>
        <translation>Den Look, wie er jetzt ist, unter einem Namen festhalten</translation>
    </message>
    <message>
        <source>&amp;History</source>
        <translation>&amp;Verlauf</translation>
    </message>
    <message>
        <source>Show the steps and snapshots of this look</source>
        <translation>Die Schritte und Schnappschüsse dieses Looks zeigen</translation>
    </message>
    <message>
        <source>Snapshot “{0}” is kept</source>
        <translation>Schnappschuss „{0}“ ist gemerkt</translation>
    </message>
    <message>
        <source>Name it…</source>
        <translation>Benennen…</translation>
    </message>
    <message>
        <source>Snapshot “{0}” is deleted</source>
        <translation>Schnappschuss „{0}“ ist gelöscht</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>Go back to it</source>
        <translation>Dorthin zurückkehren</translation>
    </message>
    <message>
        <source>Use as before</source>
        <translation>Als Vorher verwenden</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
</context>
<context>
    <name>shoot</name>
    <message>
        <source>damaged</source>
        <translation>beschädigt</translation>
    </message>
    <message>
        <source>Damaged: {0}</source>
        <translation>Beschädigt: {0}</translation>
    </message>
    <message>
        <source>1 single picture</source>
        <translation>1 einzelnes Bild</translation>
    </message>
    <message>
        <source>{0} single pictures</source>
        <translation>{0} einzelne Bilder</translation>
    </message>
    <message>
        <source>{0} ignored</source>
        <translation>{0} ignoriert</translation>
    </message>
</context>
<context>
    <name>snapshots</name>
    <message>
        <source>As opened</source>
        <translation>Wie geöffnet</translation>
    </message>
    <message>
        <source>Snapshot “{0}”</source>
        <translation>Schnappschuss „{0}“</translation>
    </message>
</context>
<context>
    <name>text</name>
    <message>
        <source>Matched: {0} % nearer to {1}</source>
        <translation>Angeglichen: {0} % näher an {1}</translation>
    </message>
    <message>
        <source>Refined: {0} % nearer to the frames</source>
        <translation>Verfeinert: {0} % näher an den Aufnahmen</translation>
    </message>
    <message>
        <source>{0}, with local weights. No effect at Local 0 %.</source>
        <translation>{0}, mit lokalen Gewichten. Ohne Wirkung bei Lokal 0 %.</translation>
    </message>
    <message>
        <source>{0}, at Local 0 %. No effect at 100 %.</source>
        <translation>{0}, bei Lokal 0 %. Ohne Wirkung bei 100 %.</translation>
    </message>
</context>
<context>
    <name>viewing</name>
    <message>
        <source>F&amp;ill</source>
        <translation>Aus&amp;füllen</translation>
    </message>
    <message>
        <source>No surround</source>
        <translation>Ohne Umgebung</translation>
    </message>
    <message>
        <source>&amp;50 %</source>
        <translation>&amp;50 %</translation>
    </message>
    <message>
        <source>One pixel of the screen for four of the picture</source>
        <translation>Ein Pixel des Bildschirms für vier des Bildes</translation>
    </message>
    <message>
        <source>&amp;200 %</source>
        <translation>&amp;200 %</translation>
    </message>
    <message>
        <source>Four pixels of the screen for each of the picture</source>
        <translation>Vier Pixel des Bildschirms für jedes des Bildes</translation>
    </message>
    <message>
        <source>&amp;400 %</source>
        <translation>&amp;400 %</translation>
    </message>
    <message>
        <source>Sixteen pixels of the screen for each of the picture</source>
        <translation>Sechzehn Pixel des Bildschirms für jedes des Bildes</translation>
    </message>
    <message>
        <source>S&amp;harp pixels</source>
        <translation>&amp;Scharfe Pixel</translation>
    </message>
    <message>
        <source>Above 200 % pixels are squares; otherwise they are smoothed</source>
        <translation>Über 200 % sind Pixel Quadrate; sonst werden sie geglättet</translation>
    </message>
    <message>
        <source>Split &amp;top/bottom</source>
        <translation>&amp;Oben/unten teilen</translation>
    </message>
    <message>
        <source>Before above, after below</source>
        <translation>Oben vorher, unten nachher</translation>
    </message>
    <message>
        <source>Side b&amp;y side</source>
        <translation>&amp;Nebeneinander</translation>
    </message>
    <message>
        <source>Two pictures of the same place</source>
        <translation>Zwei Bilder derselben Stelle</translation>
    </message>
    <message>
        <source>&amp;Result alone</source>
        <translation>Nur das &amp;Ergebnis</translation>
    </message>
    <message>
        <source>No “before” beside it; the keys of the others switch them off, too</source>
        <translation>Kein „Vorher“ daneben; auch die Tasten der anderen schalten sie aus</translation>
    </message>
    <message>
        <source>Compare with the look as &amp;opened</source>
        <translation>Mit dem Look &amp;wie geöffnet vergleichen</translation>
    </message>
    <message>
        <source>The result as it was when this bracket was opened</source>
        <translation>Das Ergebnis, wie es war, als diese Reihe geöffnet wurde</translation>
    </message>
</context>
</TS>
