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
import org.junit.Rule;
import org.junit.Test;

public class ParameterValuesTest {
    private static final String STAGES =
            "{'name': 'to', 'hasOptions': true, 'options': [{'value': 'test'}, {'value': 'production'}]%s}";

    @Rule
    public final SpeakingEnglish english = new SpeakingEnglish();

    @Test
    public void givenValuesCountBeforeDefaults() throws Exception {
        String parameters = "{'name': 'tag', 'default': 'latest'}, {'name': 'replicas', 'default': 3}";
        assertEquals(json("{'tag': 'latest', 'replicas': 3}"), values(parameters, "{}"));
        assertEquals(json("{'tag': '1.2', 'replicas': '4'}"), values(parameters, "{'replicas': '4', 'tag': '1.2'}"));
        assertEquals(json("{'tag': '', 'replicas': 3}"), values(parameters, "{'replicas': null, 'tag': ''}"));
    }

    @Test
    public void withoutValueAndDefaultItIsAnEmptyText() throws Exception {
        assertEquals(json("{'tag': ''}"), values("{'name': 'tag'}", "{}"));
    }

    @Test
    public void whatIsNotDeclaredIsPassedOnBehindWhatIs() throws Exception {
        ObjectNode values = values("{'name': 'tag'}", "{'build': {'number': 7}, 'tag': '1.2', 'flag': true}");
        assertEquals("{'tag':'1.2','build':{'number':7},'flag':true}".replace('\'', '"'), values.toString());
    }

    @Test
    public void theGivenValuesAreNotChanged() throws Exception {
        ObjectNode given = json("{'build': {'number': 7}}");
        ObjectNode values = ParameterValues.of(List.of(), given);
        ((ObjectNode) values.get("build")).put("number", 8);
        assertEquals(json("{'build': {'number': 7}}"), given);
    }

    @Test
    public void aRequiredValueMayNotBeBlank() throws Exception {
        String tag = "{'name': 'tag', 'label': 'Image tag', 'required': true}";
        assertEquals(
                List.of("The parameter tag (Image tag) is required and has no value. Give one."), refused(tag, "{}"));
        assertEquals(1, refused(tag, "{'tag': ' '}").size());
        String withDefault = "{'name': 'tag', 'default': 'x', 'required': true}";
        assertEquals(json("{'tag': 'x'}"), values(withDefault, "{}"));
        assertEquals(
                "emptied on purpose",
                List.of("The parameter tag is required and has no value. Give one."),
                refused(withDefault, "{'tag': ''}"));
    }

    @Test
    public void aRequiredValueThatIsNotAskedForMayBeMissing() throws Exception {
        String parameters = "{'name': 'kind', 'default': 'plain'}, {'name': 'weight', 'required': true,"
                + "'conditional': {'parameter': 'kind', 'comparator': '=', 'comparatorValue': 'canary'}}";
        assertEquals(json("{'kind': 'plain', 'weight': ''}"), values(parameters, "{}"));
        assertEquals(1, refused(parameters, "{'kind': 'canary'}").size());
    }

    @Test
    public void aValueHasToBeOneOfTheOptions() throws Exception {
        String free = STAGES.formatted("");
        assertEquals(json("{'to': 'test'}"), values(free, "{'to': 'test'}"));
        assertEquals("nothing chosen", json("{'to': ''}"), values(free, "{}"));
        List<String> refused = refused(free, "{'to': 'hunter2'}");
        assertEquals(List.of("The value of the parameter to is none of its options: test, production."), refused);
        assertEquals(json("{'to': 'dev'}"), values(STAGES.formatted(", 'default': 'dev'"), "{}"));
    }

    @Test
    public void numbersAreOptionsByTheirText() throws Exception {
        String percent = "{'name': 'p', 'hasOptions': true, 'options': [{'value': 10}, {'value': '20'}]}";
        assertEquals(json("{'p': 20}"), values(percent, "{'p': 20}"));
        assertEquals(json("{'p': '10'}"), values(percent, "{'p': '10'}"));
    }

    @Test
    public void aDateIsOneOfTheCalendar() throws Exception {
        String day = "{'name': 'day', 'constraint': 'date'}";
        assertEquals(json("{'day': '2028-02-29'}"), values(day, "{'day': '2028-02-29'}"));
        assertEquals(json("{'day': ''}"), values(day, "{}"));
        assertEquals(
                List.of("The value of the parameter day is no date. Give one as YYYY-MM-DD, such as 2026-11-23."),
                refused(day, "{'day': '2026-02-29'}"));
        assertEquals(1, refused(day, "{'day': '23.11.2026'}").size());
    }

    @Test
    public void everyValueThatIsWrongIsNamedAndNoneShown() throws Exception {
        List<String> refused = refused(
                "{'name': 'a', 'required': true}, {'name': 'b', 'constraint': 'date'}, " + STAGES.formatted(""),
                "{'b': 'hunter2', 'to': 'hunter2'}");
        assertEquals(3, refused.size());
        assertFalse(refused.toString().contains("hunter2"));
    }

    @Test
    public void aLongListOfOptionsIsCutInMessages() throws Exception {
        StringBuilder options = new StringBuilder("{'value': '0'}");
        for (int i = 1; i < 30; i++) {
            options.append(", {'value': '").append(i).append("'}");
        }
        String message = refused("{'name': 'p', 'hasOptions': true, 'options': [" + options + "]}", "{'p': 'x'}")
                .get(0);
        assertTrue(message, message.endsWith("18, 19, …."));
    }

    private static ObjectNode values(String parameters, String given) throws Exception {
        return ParameterValues.of(ParameterConfig.of(json("{'parameterConfig': [" + parameters + "]}")), json(given));
    }

    private static List<String> refused(String parameters, String given) {
        return assertThrows(ProblemException.class, () -> values(parameters, given)).problems().stream()
                .map(Problem::message)
                .toList();
    }

    private static ObjectNode json(String text) throws Exception {
        return (ObjectNode) new ObjectMapper().readTree(text.replace('\'', '"'));
    }
}
