package io.jenkins.plugins.spindelivery.engine.aws.operation;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsErrors;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What all AWS operations do when moves fail, time runs out or somebody stops them; with a script in place of AWS. */
public class AwsOperationTest {
    private static final int TIMEOUT_SECONDS = 60;
    private static final int MANY = 10_000;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final OperationContext context = new OperationContext(
            new Clock() {
                @Override
                public java.time.ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(java.time.ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return now;
                }
            },
            Runnable::run,
            event -> {},
            account -> null,
            null);
    private final Deque<UnaryOperator<State>> script = new ArrayDeque<>();
    private final Scripted operation = new Scripted();
    private final UnaryOperator<State> works = state -> {
        now = now.plusSeconds(1);
        return state.with(state.course().changing());
    };
    private boolean begun;
    private int moves;

    record State(Course course, boolean back) implements AwsState<State> {
        @Override
        public State with(Course other) {
            return new State(other, back);
        }
    }

    /** Does what the script says, and ends when it says nothing more. */
    private final class Scripted extends AwsOperation<State> {
        @Override
        public String type() {
            return "scripted";
        }

        @Override
        public Class<State> stateType() {
            return State.class;
        }

        @Override
        public int stateVersion() {
            return 1;
        }

        @Override
        protected Move<State, AwsResult> step(State state, OperationContext given) {
            UnaryOperator<State> next = script.size() > 1 ? script.poll() : script.peek();
            if (next == null) {
                return Move.finished(AwsResult.of(state.course(), List.of(), Map.of(), given.clock()));
            }
            State after = next.apply(state);
            return after == null ? lookAgain(state, given) : Move.next(after);
        }

        @Override
        protected State takingBack(State state) {
            return new State(state.course(), true);
        }

        @Override
        protected boolean hasBegun(State state) {
            return begun || super.hasBegun(state);
        }

        @Override
        protected Problem late(State state) {
            return Problem.of("aws.test-late", "");
        }

        @Override
        protected AwsResult gaveUp(State state, OperationContext given) {
            return AwsResult.of(state.course(), List.of(), Map.of("left", "over"), given.clock());
        }
    }

    private State begin() {
        return new State(Course.begin("test", TIMEOUT_SECONDS, context.clock()), false);
    }

    private AwsResult run(State state) {
        State current = state;
        for (moves = 0; moves < MANY; moves++) {
            Move<State, AwsResult> move = operation.move(current, context);
            if (move instanceof Move.Finished<State, AwsResult> end) {
                return end.result();
            }
            Move.Next<State, AwsResult> next = (Move.Next<State, AwsResult>) move;
            now = now.plus(next.delay());
            current = next.state();
            if (current.back()) {
                script.removeIf(step -> step == WAITS || step == BUSY || step == works);
            }
        }
        throw new AssertionError("no end");
    }

    private static final UnaryOperator<State> WAITS = state -> null;
    private static final UnaryOperator<State> CHANGES =
            state -> state.with(state.course().changing());
    private static final UnaryOperator<State> BUSY = state -> {
        throw fault(503, "ServiceUnavailable");
    };
    private static final UnaryOperator<State> REFUSED = state -> {
        throw fault(400, "InvalidParameterValue");
    };

    private static AwsFault fault(int status, String code) {
        return AwsErrors.translate(
                AwsServiceException.builder()
                        .statusCode(status)
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode(code)
                                .errorMessage("no")
                                .build())
                        .build(),
                "ec2:RunInstances",
                "eu-central-1");
    }

    private static List<String> codes(AwsResult result) {
        return result.errors().stream().map(Problem::code).toList();
    }

    @Test
    public void aPassingFaultBeforeAnyChangeIsToldAfterSeconds() {
        script.add(BUSY);
        AwsResult result = run(begin());
        assertEquals(Status.REFUSED, result.status());
        assertEquals(Category.ACCESS, result.category());
        assertEquals(List.of("aws.busy"), codes(result));
        assertTrue("after " + result.durationMillis(), result.durationMillis() < 10_000);
    }

    @Test
    public void aPassingFaultAfterAChangeIsTriedAgainUntilTheTimeIsOver() {
        script.addAll(List.of(CHANGES, BUSY));
        AwsResult result = run(begin());
        assertEquals(Status.FAILED, result.status());
        assertTrue("after " + result.durationMillis(), result.durationMillis() >= TIMEOUT_SECONDS * 1000);
        assertTrue("after " + result.durationMillis(), result.durationMillis() < TIMEOUT_SECONDS * 1000 + 10_001);
    }

    @Test
    public void aRefusalEndsAtOnce() {
        script.addAll(List.of(REFUSED));
        State state = begin();
        Move.Next<State, AwsResult> next = (Move.Next<State, AwsResult>) operation.move(state, context);
        assertEquals(Duration.ZERO, next.delay());
        assertTrue(next.state().back());
        assertEquals(Status.REFUSED, next.state().course().status());
        assertEquals(Category.REFUSED, next.state().course().category());

        Move.Next<State, AwsResult> changed = (Move.Next<State, AwsResult>)
                operation.move(state.with(state.course().changing()), context);
        assertEquals(Status.FAILED, changed.state().course().status());
    }

    @Test
    public void whatIsWaitedForTooLongEndsAtTheDeadline() {
        script.addAll(List.of(CHANGES, WAITS));
        AwsResult result = run(begin());
        assertEquals(Status.TIMED_OUT, result.status());
        assertEquals(Category.FAILED, result.category());
        assertEquals(List.of("aws.test-late"), codes(result));
        assertEquals(TIMEOUT_SECONDS * 1000, result.durationMillis());
        assertTrue(moves + " moves", moves > 10 && moves < 40);
    }

    @Test
    public void whatWorksForTooLongEndsAtTheDeadlineToo() {
        begun = true;
        script.add(works);
        AwsResult result = run(begin());
        assertEquals(Status.TIMED_OUT, result.status());
        assertEquals(List.of("aws.test-late"), codes(result));
        assertEquals(TIMEOUT_SECONDS * 1000, result.durationMillis());
    }

    @Test
    public void takingBackIsTriedForLongAndThenTheRestIsNamed() {
        script.add(REFUSED);
        AwsResult result = run(operation.cancel(begin()));
        assertEquals(Status.CANCELLED, result.status());
        assertEquals(Map.of("left", "over"), result.outputs());
        assertEquals(List.of("aws.refused"), codes(result));
        assertTrue(
                "after " + result.durationMillis(),
                result.durationMillis() > Duration.ofMinutes(10).toMillis());
    }

    @Test
    public void takingBackWithoutTheRightsIsToldSoon() {
        script.add(state -> {
            throw fault(403, "UnauthorizedOperation");
        });
        AwsResult result = run(operation.cancel(begin()));
        assertEquals(Status.CANCELLED, result.status());
        assertEquals(Map.of("left", "over"), result.outputs());
        assertEquals(List.of("aws.no-rights"), codes(result));
        assertTrue("after " + result.durationMillis(), result.durationMillis() < 10_000);
    }

    @Test
    public void whatEndsAlreadyIsNotCancelledAgain() {
        State ending = operation.cancel(begin());
        assertEquals(Status.CANCELLED, ending.course().status());
        assertTrue(ending.back());
        assertSame(ending, operation.cancel(ending));
    }

    @Test
    public void anEarlierFailureStaysTheStatusAndALaterOneIsAdded() {
        Problem first = Problem.of("aws.first", "");
        Problem second = Problem.of("aws.second", "");
        Course course = begin().course()
                .changing()
                .ending(Status.TIMED_OUT, Category.FAILED, List.of(first))
                .ending(Status.FAILED, Category.ACCESS, List.of(first, second));
        assertEquals(Status.TIMED_OUT, course.status());
        assertEquals(Category.FAILED, course.category());
        assertEquals(List.of(first, second), course.errors());
    }

    @Test
    public void aClockThatIsPutBackDoesNotMakeTheTimeLonger() {
        script.addAll(List.of(CHANGES, WAITS));
        State state = begin();
        now = now.minus(Duration.ofDays(1));
        AwsResult result = run(state);
        assertEquals(Status.TIMED_OUT, result.status());
        assertEquals(Instant.parse("2025-12-31T00:01:00Z"), now);
    }

    @Test
    public void anotherExceptionOfOursIsNoRetry() {
        script.add(state -> {
            throw new ProblemException(Category.INPUT, Problem.of("aws.account-unknown", "", "x"));
        });
        Move.Next<State, AwsResult> next = (Move.Next<State, AwsResult>) operation.move(begin(), context);
        assertEquals(Category.INPUT, next.state().course().category());
    }
}
