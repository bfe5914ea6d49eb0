package io.jenkins.plugins.spindelivery.engine.pipeline.parameter;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;

public class ParameterConfigTest {
    @Rule
    public final SpeakingEnglish english = new SpeakingEnglish();

    @Test
    public void everyFieldIsRead() throws Exception {
        ParameterConfig parameter = one("{'name': 'tag', 'label': 'Image tag', 'description': 'What to deploy',"
                + "'default': '1.2', 'required': true, 'pinned': true, 'hasOptions': true,"
                + "'options': [{'value': '1.2'}, {'value': '1.3'}]}");
        assertEquals("tag", parameter.name());
        assertEquals("Image tag", parameter.label());
        assertEquals("What to deploy", parameter.description());
        assertEquals("1.2", parameter.defaultText());
        assertTrue(parameter.required());
        assertTrue(parameter.pinned());
        assertEquals(List.of("1.2", "1.3"), parameter.options());
        assertFalse(parameter.date());
        assertEquals(Optional.empty(), parameter.condition());
    }

    @Test
    public void aNameIsEnough() throws Exception {
        ParameterConfig parameter = one("{'name': 'tag', 'label': null, 'default': null}");
        assertEquals("tag", parameter.label());
        assertEquals(Optional.empty(), parameter.defaultValue());
        assertEquals("", parameter.defaultText());
        assertFalse(parameter.required());
        assertEquals(List.of(), parameter.choices());
    }

    @Test
    public void optionsCountOnlyWhereTheParameterHasOptions() throws Exception {
        assertEquals(
                List.of(),
                one("{'name': 'tag', 'hasOptions': false, 'options': [{'value': ''}]}")
                        .options());
    }

    @Test
    public void optionsThatAreNoTextsAreReadAsTexts() throws Exception {
        ParameterConfig parameter = one("{'name': 'percent', 'hasOptions': true, 'default': 10,"
                + "'options': [{'value': 10}, {'value': 2.5}, {'value': true}, {'value': '10'}]}");
        assertEquals(List.of("10", "2.5", "true"), parameter.options());
        assertEquals(List.of("10", "2.5", "true"), parameter.choices());
    }

    @Test
    public void theDefaultIsTheFirstChoice() throws Exception {
        String options = "'hasOptions': true, 'options': [{'value': 'a'}, {'value': 'b'}]";
        assertEquals(
                List.of("b", "a"),
                one("{'name': 'x', 'default': 'b', " + options + "}").choices());
        assertEquals(
                List.of("c", "a", "b"),
                one("{'name': 'x', 'default': 'c', " + options + "}").choices());
        assertEquals(
                List.of("", "a", "b"), one("{'name': 'x', " + options + "}").choices());
    }

    @Test
    public void whatIsWrongIsToldTogether() throws Exception {
        ProblemException refused = assertThrows(
                ProblemException.class,
                () -> all("{'label': 'x'}, {'name': 'a'}, {'name': 'a', 'constraint': 'time'},"
                        + "{'name': 'b', 'hasOptions': true, 'options': []},"
                        + "{'name': 'c', 'conditional': {'parameter': 'a', 'comparator': '~', 'comparatorValue': 1}}"));
        assertEquals(
                List.of(
                        "Parameter number 1 of the pipeline has no name.",
                        "The pipeline declares the parameter a more than once. Rename or remove one of them.",
                        "The parameter a has the constraint time, which is not known. The one that is known is date.",
                        "The parameter b is to be chosen from options, but has none. Add options, or let any text be"
                                + " entered.",
                        "The parameter c is asked for under a condition with the comparator ~."
                                + " Use one of =, !=, <, <=, > and >=."),
                refused.problems().stream().map(Problem::message).toList());
    }

    @Test
    public void aPipelineNeedNotHaveParameters() throws Exception {
        assertEquals(List.of(), ParameterConfig.of(json("{}")));
        assertEquals(List.of(), ParameterConfig.of(json("{'parameterConfig': null}")));
        ObjectNode map = json("{'parameterConfig': {'name': 'tag'}}");
        ProblemException refused = assertThrows(ProblemException.class, () -> ParameterConfig.of(map));
        assertEquals("pipeline.parameter-not-a-list", refused.problems().get(0).code());
    }

    @Test
    public void aRowThatWasLeftEmptyIsNone() throws Exception {
        String blank = "{'name': '', 'label': '', 'description': '', 'default': '', 'hasOptions': false,"
                + "'options': [{'value': ''}], 'required': false}";
        assertEquals("tag", all(blank + ", {'name': 'tag'}, " + blank).get(0).name());
        assertEquals(1, all(blank + ", {'name': 'tag'}, " + blank).size());
        ProblemException refused =
                assertThrows(ProblemException.class, () -> all(blank + ", {'name': '', 'default': 'x'}, 'text'"));
        assertEquals(
                List.of(
                        "Parameter number 2 of the pipeline has no name.",
                        "Parameter number 3 of the pipeline has no name."),
                refused.problems().stream().map(Problem::message).toList());
    }

    @Test
    public void conditionsCompareTextsOrNumbers() {
        assertTrue(new Condition("x", "=", "10").holds("10"));
        assertFalse(new Condition("x", "=", "10").holds("10.0"));
        assertTrue(new Condition("x", "!=", "10").holds(""));
        assertTrue(new Condition("x", "<", "10").holds("9"));
        assertFalse(new Condition("x", "<", "10").holds("10"));
        assertTrue(new Condition("x", "<=", "10").holds("10.0"));
        assertFalse(new Condition("x", "<=", "10").holds("11"));
        assertTrue(new Condition("x", ">", "10").holds("11"));
        assertFalse(new Condition("x", ">", "10").holds("10"));
        assertTrue(new Condition("x", ">=", "10").holds("10"));
        assertFalse(new Condition("x", ">=", "10").holds("9"));
        assertFalse(new Condition("x", ">=", "10").holds("many"));
    }

    private static ParameterConfig one(String parameter) throws Exception {
        return all(parameter).get(0);
    }

    private static List<ParameterConfig> all(String parameters) throws Exception {
        return ParameterConfig.of(json("{'parameterConfig': [" + parameters + "]}"));
    }

    private static ObjectNode json(String text) throws Exception {
        return (ObjectNode) new ObjectMapper().readTree(text.replace('\'', '"'));
    }
}
