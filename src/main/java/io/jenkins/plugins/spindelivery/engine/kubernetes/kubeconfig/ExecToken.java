package io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig;

import io.jenkins.plugins.spindelivery.engine.kubernetes.api.RenewableToken;
import java.time.Clock;

/** A token from a program: asked for anew when it expires or the server refuses it. */
final class ExecToken implements RenewableToken {
    private final ExecProgram program;
    private final Clock clock;
    private ExecCredential credential;

    ExecToken(ExecProgram program, Clock clock) {
        this.program = program;
        this.clock = clock;
    }

    /** The first answer, which may be a certificate. */
    synchronized ExecCredential first() {
        if (credential == null) {
            credential = program.run();
        }
        return credential;
    }

    @Override
    public synchronized String getToken() {
        if (credential == null || credential.expired(clock.instant())) {
            credential = program.run();
        }
        return credential.token();
    }

    @Override
    public synchronized boolean renew(String refused) {
        if (refused.equals(credential.token())) {
            credential = program.run();
        }
        return !refused.equals(credential.token());
    }
}
