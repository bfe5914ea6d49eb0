package io.jenkins.plugins.spindelivery.cli;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.cli.output.OutputFormat;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.cli.output.Shape;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class SessionTest {
    private static final Problem PROBLEM = Problem.of("cli.unknown-command", "", "x");

    private final TestConsole console = new TestConsole();
    private final List<Integer> halted = new ArrayList<>();

    private Session session(OutputFormat format) {
        return new Session(console.console(), format, Shape.DELETE, halted::add);
    }

    private static Reply reply(Session session) {
        ObjectNode json = Shape.DELETE.of("succeeded", List.of(), List.of(), 5);
        return new Reply(0, json, () -> session.console().out().println("done"));
    }

    @Test
    public void aSignalBeforeTheWorkIsAnEndOfItsOwn() {
        session(OutputFormat.JSON).interruption().signal();
        assertEquals(List.of(130), halted);
        assertEquals(
                "{\"status\":\"cancelled\",\"objects\":[],\"warnings\":[],\"errors\":[{\"code\":\"cli.interrupted\","
                        + "\"message\":\"Stopped before anything was changed.\",\"where\":\"\"}],\"durationMs\":0}\n",
                console.out());
    }

    @Test
    public void aSecondSignalSaysHowTheWorkGoesOn() {
        Session session = session(OutputFormat.TEXT);
        session.leaves(Problem.of("cli.interrupted-resume", "/s.json", "/s.json"));
        session.interruption().guard(() -> {});
        session.interruption().signal();
        assertEquals(List.of(), halted);
        session.interruption().signal();
        assertEquals(List.of(130), halted);
        assertEquals("", console.out());
        assertEquals(
                "Stopped at once; what was under way may have been done. \"spin resume /s.json\" goes on.\n",
                console.err());
    }

    @Test
    public void aSignalAfterTheReplyChangesNothing() {
        Session session = session(OutputFormat.JSON);
        assertEquals(0, session.finish(reply(session)));
        String out = console.out();
        session.interruption().signal();
        assertEquals(out, console.out());
        assertEquals(List.of(), halted);
    }

    @Test
    public void aReplyAfterTheSignalIsNotPrinted() {
        Session session = session(OutputFormat.JSON);
        session.interruption().signal();
        String out = console.out();
        assertEquals(130, session.finish(reply(session)));
        assertEquals(out, console.out());
    }

    @Test
    public void whatMayHaveBeenChangedIsNotCalledRefused() {
        Session session = session(OutputFormat.JSON);
        assertEquals(1, session.finish(session.refusal(new ProblemException(Category.FAILED, PROBLEM))));
        assertEquals("failed", console.out().substring(11, 17));
        Session other = session(OutputFormat.JSON);
        assertEquals(2, other.finish(other.refusal(new ProblemException(Category.REFUSED, PROBLEM))));
        assertEquals(
                "{\"status\":\"refused\"", console.out().lines().toList().get(1).substring(0, 19));
    }

    @Test
    public void tellsAWarningOnceAndKeepsItForTheResult() {
        Session session = session(OutputFormat.TEXT);
        session.warn(PROBLEM);
        session.diagnostics().warnings(List.of(PROBLEM));
        assertEquals("Warning: There is no command x.\n", console.err());
        assertEquals(List.of(PROBLEM), session.warningsAnd(List.of(PROBLEM)));
    }
}
