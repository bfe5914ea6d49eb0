package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * What goes wrong between a client and AWS: throttling, errors of the servers, replies that are lost, refusals, slowness.
 * Several calls may be here at once.
 */
final class Faults implements PeerRule {
    private static final int THROTTLED = 503;
    private static final int BROKEN = 500;
    private static final int FORBIDDEN = 403;

    private final List<Forced> forced = new ArrayList<>();
    private final Set<String> denied = ConcurrentHashMap.newKeySet();
    private Random random = new Random(0);
    private double throttled;
    private double broken;
    private double lost;
    private volatile Duration latency = Duration.ZERO;

    /** What happens to some calls of an action: the first ones are left out, then it happens a number of times. */
    private static final class Forced {
        private final Pattern actions;
        private final Kind kind;
        private int skip;
        private int times;

        Forced(String actions, int skip, int times, Kind kind) {
            this.actions = Pattern.compile(actions);
            this.skip = skip;
            this.times = times;
            this.kind = kind;
        }

        boolean takes(PeerCall call) {
            if (!actions.matcher(call.action()).matches()) {
                return false;
            }
            if (skip > 0) {
                skip--;
                return false;
            }
            times--;
            return true;
        }
    }

    /** A reply in place of that of AWS. */
    @FunctionalInterface
    interface Kind {
        PeerReply play(PeerCall call, PeerHandler next) throws IOException;
    }

    synchronized void shares(double throttle, double fail, double lose, long seed) {
        throttled = throttle;
        broken = fail;
        lost = lose;
        random = new Random(seed);
    }

    synchronized void force(String actions, int skip, int times, Kind kind) {
        forced.add(new Forced(actions, skip, times, kind));
    }

    void deny(String actions) {
        denied.add(actions);
    }

    void allow() {
        denied.clear();
    }

    void latency(Duration time) {
        latency = time;
    }

    synchronized void calm() {
        forced.clear();
        denied.clear();
        shares(0, 0, 0, 0);
        latency = Duration.ZERO;
    }

    @Override
    public PeerReply answer(PeerCall call, PeerHandler next) throws IOException {
        if (!latency.isZero()) {
            LockSupport.parkNanos(latency.toNanos());
        }
        if (denied.stream().anyMatch(actions -> call.action().matches(actions))) {
            return forbidden(call);
        }
        return fault(call).play(call, next);
    }

    private static PeerReply forbidden(PeerCall call) {
        String who = "arn:aws:iam::" + call.account() + ":user/test";
        return switch (call.service()) {
            case "ec2" -> PeerReply.error(
                    call,
                    FORBIDDEN,
                    "UnauthorizedOperation",
                    "You are not authorized to perform this operation. User: " + who + " is not authorized to perform: "
                            + call.action() + " because no identity-based policy allows the " + call.action()
                            + " action. Encoded authorization failure message: " + "Zm9v".repeat(100));
            case "ssm" -> PeerReply.error(
                    call,
                    400,
                    "AccessDeniedException",
                    "User: " + who + " is not authorized to perform: " + call.action());
            default -> PeerReply.error(
                    call,
                    FORBIDDEN,
                    "AccessDenied",
                    "User: " + who + " is not authorized to perform: " + call.action());
        };
    }

    private synchronized Kind fault(PeerCall call) {
        for (Iterator<Forced> each = forced.iterator(); each.hasNext(); ) {
            Forced one = each.next();
            if (one.takes(call)) {
                if (one.times == 0) {
                    each.remove();
                }
                return one.kind;
            }
        }
        double dice = random.nextDouble();
        if (dice < throttled) {
            return Faults::throttle;
        }
        if (dice < throttled + broken) {
            return (any, next) -> PeerReply.error(any, BROKEN, "InternalError", "An internal error has occurred");
        }
        if (dice < throttled + broken + lost) {
            return Faults::lose;
        }
        return (any, next) -> next.answer(any);
    }

    /** The words differ from service to service. */
    static PeerReply throttle(PeerCall call, PeerHandler next) {
        return switch (call.service()) {
            case "ec2" -> PeerReply.error(call, THROTTLED, "RequestLimitExceeded", "Request limit exceeded.");
            case "s3" -> PeerReply.error(call, THROTTLED, "SlowDown", "Please reduce your request rate.");
            case "ssm" -> PeerReply.error(call, 400, "ThrottlingException", "Rate exceeded");
            default -> PeerReply.error(call, 400, "Throttling", "Rate exceeded");
        };
    }

    static PeerReply lose(PeerCall call, PeerHandler next) throws IOException {
        next.answer(call);
        return PeerReply.LOST;
    }
}
