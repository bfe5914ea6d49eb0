package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.io.IOException;

/** EC2 takes up to 200 values in one filter. */
final class FilterLimit implements PeerRule {
    private static final int MOST = 200;

    @Override
    public PeerReply answer(PeerCall call, PeerHandler next) throws IOException {
        for (int i = 1; call.parameters().containsKey("Filter." + i + ".Name"); i++) {
            if (call.list("Filter." + i + ".Value").size() > MOST) {
                return PeerReply.refused(
                        call,
                        "FilterLimitExceeded",
                        "The maximum number of filter values specified on a single call is " + MOST);
            }
        }
        return next.answer(call);
    }
}
