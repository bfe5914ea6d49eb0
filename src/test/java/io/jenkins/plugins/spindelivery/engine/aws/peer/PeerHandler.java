package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.io.IOException;

/** What answers a call: moto itself, or a rule with all that comes after it. */
@FunctionalInterface
interface PeerHandler {

    /**
     * Answers.
     *
     * @param call what is asked
     * @return the reply
     * @throws IOException when moto does not answer
     */
    PeerReply answer(PeerCall call) throws IOException;
}
