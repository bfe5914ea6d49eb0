package io.jenkins.plugins.spindelivery.engine.aws.operation;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsErrors;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.operation.Backoff;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.Operation;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * An operation on AWS. It says what a move does and what must not stay; tries, deadlines, cancelling and failing are the
 * same for all.
 *
 * <p>A move's writes carry client tokens or unique names made of {@link Course#id()}, and {@code AwsTags.OPERATION} as a
 * tag from the moment of creation, so that a repeated move finds what the lost one made.
 *
 * @param <S> the state
 */
public abstract class AwsOperation<S extends AwsState<S>> implements Operation<S, AwsResult> {
    /** Before anything is changed a user rather sees the fault than waits; about 7 s. */
    private static final int TRIES_BEFORE_CHANGE = 4;
    /** How often what has no deadline is tried in a row before a person has to see to it; about 20 minutes. */
    private static final int TRIES_WITHOUT_DEADLINE = 120;

    private static final long FIRST_POLL_MILLIS = 250;
    private static final long LAST_POLL_MILLIS = 10_000;
    private static final double POLL_GROWTH = 1.3;

    /**
     * Makes one bounded move, forward or, when {@link Course#ending()}, back.
     *
     * @param state as last saved
     * @param context what the move may use
     * @return the next state, with {@link Course#ahead()}, {@link Course#changing()} or {@link Course#polled()}, or the end
     * @throws ProblemException when it can't go on; an {@link AwsFault} that is passing is tried again
     */
    protected abstract Move<S, AwsResult> step(S state, OperationContext context);

    /**
     * Turns a state whose course is {@linkplain Course#ending() ending} towards taking back what must not stay.
     *
     * @param state with the course that says why
     * @return a state whose steps take back, and then end
     */
    protected abstract S takingBack(S state);

    /**
     * What to say when the time is over.
     *
     * @param state at the deadline
     * @return what has been waited for, and what it looked like last; here only how long it took
     */
    protected Problem late(S state) {
        return Problem.of("aws.late", "", state.course().timeoutSeconds());
    }

    /**
     * Whether the deadline counts yet: work that was stopped until long after it gets at least one move.
     *
     * @param state as last saved
     * @return here whether it has looked in vain for what it is waiting for
     */
    protected boolean hasBegun(S state) {
        return state.course().polls() > 0;
    }

    /**
     * Whether the time that passes now counts for the deadline. Where it does not, the operation takes it off its time when
     * it goes on.
     *
     * @param state as last saved
     * @return here always; not while waiting for people, or on purpose
     */
    protected boolean counts(S state) {
        return true;
    }

    /**
     * What to do when something could not be taken back in spite of many tries.
     *
     * @param state with errors that name the last fault
     * @param context what the move may use, without asking AWS again
     * @return the end: the result names what is left over
     */
    protected abstract AwsResult gaveUp(S state, OperationContext context);

    @Override
    public final Move<S, AwsResult> move(S saved, OperationContext context) {
        // A clock that was put back must not make the operation's time longer than it was to be.
        long now = context.clock().millis();
        S state = now < saved.course().since() ? saved.with(saved.course().since(now)) : saved;
        boolean late = counts(state) && now >= state.course().deadline();
        if (!state.course().ending() && late && hasBegun(state)) {
            Problem problem = late(state);
            context.emit(new Event.Failed(problem));
            return Move.next(
                    takingBack(state.with(state.course().ending(Status.TIMED_OUT, Category.FAILED, List.of(problem)))));
        }
        try {
            return step(state, context);
        } catch (SdkException e) {
            return stopped(state, AwsErrors.translate(e, "aws", ""), context);
        } catch (ProblemException e) {
            return stopped(state, e, context);
        }
    }

    private Move<S, AwsResult> stopped(S state, ProblemException stop, OperationContext context) {
        Course course = state.course();
        boolean passing = isPassing(stop);
        if ((passing || course.ending())
                && patient(state, stop, passing, context.clock().millis())) {
            Duration wait = delay(course, stop);
            context.emit(new Event.Retrying(stop.problems().get(0), wait.toMillis()));
            return Move.after(wait, state.with(course.triedInVain()));
        }
        stop.problems().forEach(problem -> context.emit(new Event.Failed(problem)));
        if (course.ending()) {
            S left = state.with(course.ending(course.status(), course.category(), stop.problems()));
            return Move.finished(gaveUp(left, context));
        }
        return Move.next(takingBack(state.with(course.ending(Status.FAILED, stop.category(), stop.problems()))));
    }

    /**
     * Whether the same may succeed a moment later.
     *
     * @param stop what ended a move
     * @return whether it is a fault of AWS or of the way there that passes
     */
    protected static boolean isPassing(ProblemException stop) {
        return stop instanceof AwsFault fault && fault.passing();
    }

    private static Duration delay(Course course, ProblemException stop) {
        return stop instanceof AwsFault fault
                ? Backoff.retry(course.tries(), course.id(), fault.retryAfter())
                : Backoff.retry(course.tries(), course.id());
    }

    private boolean patient(S state, ProblemException stop, boolean passing, long now) {
        Course course = state.course();
        if (course.ending()) {
            // What hangs on something else that is just going will pass; missing rights will not come by themselves.
            boolean hopeless = !passing && stop.category() == Category.ACCESS;
            return course.tries() < (hopeless ? TRIES_BEFORE_CHANGE : TRIES_WITHOUT_DEADLINE);
        }
        if (!counts(state)) {
            return course.tries() < TRIES_WITHOUT_DEADLINE;
        }
        return course.changed() ? now < course.deadline() : course.tries() < TRIES_BEFORE_CHANGE;
    }

    /**
     * The end of a move that looked for something and did not find it yet: from 0.25 s to 10 s until the next look, for
     * AWS counts the calls of a whole account. The last look comes at the deadline and not after it.
     *
     * @param state as it is
     * @param context tells the time
     * @return the move, with {@link Course#polled()}
     */
    protected final Move<S, AwsResult> lookAgain(S state, OperationContext context) {
        Course course = state.course();
        long wait = (long) Math.min(LAST_POLL_MILLIS, FIRST_POLL_MILLIS * Math.pow(POLL_GROWTH, course.polls()));
        long left = course.deadline() - context.clock().millis();
        Duration delay = Duration.ofMillis(course.ending() || left < 1 ? wait : Math.min(wait, left));
        return Move.looked(delay, state.with(course.polled()));
    }

    @Override
    public final S cancel(S state) {
        Course course = state.course();
        return course.ending() ? state : takingBack(state.with(course.ending(Status.CANCELLED, null, List.of())));
    }

    @Override
    public S resume(S state, Clock clock) {
        return state.with(state.course().since(clock.millis()));
    }
}
