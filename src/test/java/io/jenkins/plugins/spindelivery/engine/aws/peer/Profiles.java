package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.io.IOException;

/**
 * Instance profiles: every one is there, unless its name begins with {@code missing}. They belong to IAM, for which there is
 * no client here that could make them. A launch that is only tried is told of one that is missing, too.
 */
final class Profiles implements PeerRule {
    private static final String PROFILE = "IamInstanceProfile.";

    @Override
    public PeerReply answer(PeerCall call, PeerHandler next) throws IOException {
        if (!call.is("ec2:RunInstances")) {
            return next.answer(call);
        }
        String arn = call.parameter(PROFILE + "Arn");
        String given = arn.isEmpty() ? call.parameter(PROFILE + "Name") : arn;
        return given.substring(given.lastIndexOf('/') + 1).startsWith("missing")
                ? PeerReply.refused(
                        call,
                        "InvalidParameterValue",
                        "Value (" + given + ") for parameter iamInstanceProfile." + (arn.isEmpty() ? "name" : "arn")
                                + " is invalid.")
                : next.answer(call.without(key -> key.startsWith(PROFILE)));
    }
}
