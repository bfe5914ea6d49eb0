package io.jenkins.plugins.spindelivery.cli;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import org.junit.Test;

public class ExitCodeTest {
    @Test
    public void tellsHowAnOperationEnded() {
        assertEquals(0, ExitCode.of(Status.SUCCEEDED, null));
        assertEquals(1, ExitCode.of(Status.FAILED, Category.FAILED));
        assertEquals("something was applied before access was lost", 1, ExitCode.of(Status.FAILED, Category.ACCESS));
        assertEquals(1, ExitCode.of(Status.TIMED_OUT, Category.FAILED));
        assertEquals(130, ExitCode.of(Status.CANCELLED, null));
    }

    @Test
    public void tellsWhyNothingWasDone() {
        assertEquals(2, ExitCode.of(Status.REFUSED, Category.INPUT));
        assertEquals(2, ExitCode.of(Status.REFUSED, Category.REFUSED));
        assertEquals(3, ExitCode.of(Status.REFUSED, Category.ACCESS));
        assertEquals(2, ExitCode.refused(Category.INPUT));
        assertEquals(2, ExitCode.refused(null));
        assertEquals(3, ExitCode.refused(Category.ACCESS));
        assertEquals("the state was lost after the first move", 1, ExitCode.refused(Category.FAILED));
    }
}
