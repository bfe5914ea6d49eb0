package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.io.IOException;
import java.util.Optional;

/**
 * One behaviour of AWS that moto lacks, for one account. It may refuse a call, change it, answer it, or change the answer.
 * The calls of an account come one after the other, so a rule may have a state without guarding it.
 */
@FunctionalInterface
interface PeerRule {

    /**
     * Answers a call.
     *
     * @param call what is asked
     * @param next all that comes after this rule, moto at last; may be asked several times, and other things as well
     * @return the reply
     * @throws IOException when moto does not answer
     */
    PeerReply answer(PeerCall call, PeerHandler next) throws IOException;

    /**
     * This rule with what comes after it.
     *
     * @param next what comes after it
     * @return both as one
     */
    default PeerHandler before(PeerHandler next) {
        return call -> answer(call, next);
    }

    /** Makes a reply. */
    @FunctionalInterface
    interface Answer {
        PeerReply get() throws IOException;
    }

    /**
     * Refuses, or goes on.
     *
     * @param refusal the one, if it is present
     * @param other the other
     */
    static PeerReply unless(Optional<PeerReply> refusal, Answer other) throws IOException {
        return refusal.isPresent() ? refusal.get() : other.get();
    }
}
