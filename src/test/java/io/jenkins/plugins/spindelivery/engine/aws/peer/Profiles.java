package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.io.IOException;

/**
 * Instance profiles: every one is there, unless its name begins with {@code missing}. They belong to IAM, for which there is
 * no client here that could make them.
 */
final class Profiles implements PeerRule {
    private static final String PROFILE = "IamInstanceProfile.";

    @Override
    public PeerReply answer(PeerCall call, PeerHandler next) throws IOException {
        if (!call.is("ec2:RunInstances")) {
            return next.answer(call);
        }
        String name = call.parameter(PROFILE + "Name");
        return name.startsWith("missing")
                ? PeerReply.refused(
                        call,
                        "InvalidParameterValue",
                        "Value (" + name + ") for parameter iamInstanceProfile.name is invalid.")
                : next.answer(call.without(key -> key.startsWith(PROFILE)));
    }
}
