package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.io.IOException;

/** Lists of launch templates as a whole: moto cuts them after 15 and gives no token for the rest. */
final class WholeLists implements PeerRule {
    private static final String PAGE = "MaxResults";
    private static final String ALL = "100000";

    @Override
    public PeerReply answer(PeerCall call, PeerHandler next) throws IOException {
        return next.answer(
                call.is("ec2:DescribeLaunchTemplates") || call.is("ec2:DescribeLaunchTemplateVersions")
                        ? call.with(PAGE, ALL)
                        : call);
    }
}
