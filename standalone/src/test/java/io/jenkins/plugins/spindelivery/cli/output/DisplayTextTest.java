package io.jenkins.plugins.spindelivery.cli.output;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.event.PlainText;
import org.junit.Test;

public class DisplayTextTest {
    private static final String DOTS = "\u2026";

    @Test
    public void measuresCellsAndNotCharacters() {
        assertEquals(3, DisplayText.width("web"));
        assertEquals(4, DisplayText.width("\u90e8\u7f72"));
        assertEquals("e with a combining accent", 1, DisplayText.width("e\u0301"));
        assertEquals("an emoji is one code point of two units", 2, DisplayText.width("\ud83d\ude80"));
    }

    @Test
    public void cutsOnlyWhatDoesNotFit() {
        assertEquals("abcdef", DisplayText.cutEnd("abcdef", 6, DOTS));
        assertEquals("abcd" + DOTS, DisplayText.cutEnd("abcdef", 5, DOTS));
        assertEquals("abcdef", DisplayText.cutMiddle("abcdef", 6, DOTS));
        assertEquals("devops" + DOTS + "-v012", DisplayText.cutMiddle("devops/some-configuration-v012", 12, DOTS));
    }

    @Test
    public void neverCutsThroughAWideCharacter() {
        String text = "\u90e8\u7f72\u5931\u8d25";
        String cut = DisplayText.cutEnd(text, 6, DOTS);
        assertEquals("\u90e8\u7f72" + DOTS, cut);
        assertEquals(5, DisplayText.width(cut));
    }

    @Test
    public void padsByCells() {
        assertEquals("\u90e8\u7f72  ", DisplayText.pad("\u90e8\u7f72", 6));
        assertEquals("longer", DisplayText.pad("longer", 2));
    }

    @Test
    public void takesTheSpellOutOfForeignText() {
        assertEquals("?[2J?]0;title? red", PlainText.oneLine("\u001b[2J\u001b]0;title\u0007 red"));
        assertEquals("one two three", PlainText.oneLine(" one\ntwo\tthree\r\n"));
        assertEquals("right-to-left override", "a?b", PlainText.oneLine("a\u202eb"));
        assertEquals("", PlainText.oneLine(null));
    }

    @Test
    public void keepsIndentationOfALine() {
        assertEquals("+  image: a?b", PlainText.printable("+  image: a\u001bb"));
    }
}
