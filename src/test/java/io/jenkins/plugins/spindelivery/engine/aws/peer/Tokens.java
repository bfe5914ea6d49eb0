package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Client tokens: the same call with the same token has the same effect once, and another call with it is refused. As AWS
 * has it, a call that was refused leaves its token free.
 */
final class Tokens implements PeerRule {
    private static final String TOKEN = "ClientToken";

    private record Done(Map<String, String> parameters, PeerReply reply) {}

    private final Map<String, Done> done = new HashMap<>();

    @Override
    public PeerReply answer(PeerCall call, PeerHandler next) throws IOException {
        String token = call.parameter(TOKEN);
        if (token.isEmpty()) {
            return next.answer(call);
        }
        String key = call.region() + " " + call.action() + " " + token;
        Done before = done.get(key);
        if (before != null) {
            return before.parameters().equals(call.parameters())
                    ? before.reply()
                    : PeerReply.refused(
                            call,
                            "IdempotentParameterMismatch",
                            "The client token '" + token + "' was used with other parameters.");
        }
        PeerReply reply = next.answer(call);
        if (reply.ok()) {
            done.put(key, new Done(call.parameters(), reply));
        }
        return reply;
    }
}
