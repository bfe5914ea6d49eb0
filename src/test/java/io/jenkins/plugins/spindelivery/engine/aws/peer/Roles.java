package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Roles of the account: only those that are there may be assumed, and by whoever knows their external id. */
final class Roles implements PeerRule {
    private static final int FORBIDDEN = 403;

    private final Map<String, String> externalIds = new ConcurrentHashMap<>();
    private final Consumer<String> newKey;

    /**
     * None yet.
     *
     * @param newKey is told the access key of whoever assumes a role
     */
    Roles(Consumer<String> newKey) {
        this.newKey = newKey;
    }

    void add(String arn, String externalId) {
        externalIds.put(arn, externalId);
    }

    @Override
    public PeerReply answer(PeerCall call, PeerHandler next) throws IOException {
        if (!call.is("sts:AssumeRole")) {
            return next.answer(call);
        }
        String wanted = externalIds.get(call.parameter("RoleArn"));
        if (wanted == null || !(wanted.isEmpty() || wanted.equals(call.parameter("ExternalId")))) {
            return PeerReply.error(
                    call,
                    FORBIDDEN,
                    "AccessDenied",
                    "User: arn:aws:iam::" + call.account()
                            + ":user/test is not authorized to perform: sts:AssumeRole on " + "resource: "
                            + call.parameter("RoleArn"));
        }
        PeerReply reply = next.answer(call);
        if (reply.ok()) {
            newKey.accept(Xml.of(reply).first("AccessKeyId"));
        }
        return reply;
    }
}
