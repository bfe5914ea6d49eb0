package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.io.IOException;

/** The key that encrypts volumes when none is named: AWS's own in every region, unless the account has another one. */
final class EbsKeys implements PeerRule {
    private final Settings settings;

    EbsKeys(Settings settings) {
        this.settings = settings;
    }

    @Override
    public PeerReply answer(PeerCall call, PeerHandler next) throws IOException {
        return call.is("ec2:GetEbsDefaultKmsKeyId")
                ? PeerReply.xml("<GetEbsDefaultKmsKeyIdResponse><requestId>peer</requestId><kmsKeyId>"
                        + Xml.escape(settings.ebsKey()) + "</kmsKeyId></GetEbsDefaultKmsKeyIdResponse>")
                : next.answer(call);
    }
}
