package io.jenkins.plugins.spindelivery.engine.problem;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.Test;

public class ProblemTest {
    private static final Problem DAMAGED = Problem.of("operation.blob-damaged", "state.json", "abc");

    @Test
    public void theTextIsInTheReadersLanguage() {
        assertEquals(
                "Part abc of the saved state is damaged: its content does not match its name.",
                DAMAGED.message(Locale.ENGLISH));
        assertEquals("保存的状态的部分 abc 已损坏：内容与名称不符。", DAMAGED.message(Locale.SIMPLIFIED_CHINESE));
    }

    /** Even on a machine whose own language is Chinese. */
    @Test
    public void aLanguageWithoutTranslationGetsEnglish() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.SIMPLIFIED_CHINESE);
        try {
            assertEquals(DAMAGED.message(Locale.ENGLISH), DAMAGED.message(Locale.FRENCH));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    public void numbersAreWrittenAsTheyAre() {
        assertEquals(
                "This is no state file that this version can read (format 12345, expected 1). "
                        + "Resume it with the version that wrote it.",
                Problem.of("operation.state-format", "", 12345, 1).message(Locale.ENGLISH));
    }

    @Test
    public void aCodeWithoutATextLosesNothing() {
        assertEquals(
                "operation.nonsense [1, 2]",
                Problem.of("operation.nonsense", "", 1, 2).message());
        assertEquals(
                "nowhere.at-all [x]", Problem.of("nowhere.at-all", null, "x").describe());
    }

    @Test
    public void itSurvivesBeingStored() throws IOException {
        ObjectMapper json = new ObjectMapper();
        Problem stored = json.readValue(
                "{\"code\":\"operation.blob-damaged\",\"arguments\":[\"abc\"],\"where\":\"state.json\"}",
                Problem.class);
        assertEquals(DAMAGED, stored);
    }

    @Test
    public void togetherKeepsEachProblemOnce() {
        ProblemException one = new ProblemException(Category.ACCESS, DAMAGED);
        ProblemException two = new ProblemException(Category.INPUT, List.of(DAMAGED, Problem.of("x.y", "")));
        ProblemException both = ProblemException.together(List.of(one, two));
        assertEquals(Category.ACCESS, both.category());
        assertEquals(List.of(DAMAGED, Problem.of("x.y", "")), both.problems());
        assertEquals(one, ProblemException.together(List.of(one)));
        assertThrows(IllegalArgumentException.class, () -> new ProblemException(Category.INPUT, List.of()));
    }
}
