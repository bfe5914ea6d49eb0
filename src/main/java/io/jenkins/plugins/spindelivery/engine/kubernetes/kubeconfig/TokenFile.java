package io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig;

import io.jenkins.plugins.spindelivery.engine.kubernetes.api.RenewableToken;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.nio.file.Path;

/** A token in a file that somebody else keeps fresh: read once, and again whenever the server refuses it. */
final class TokenFile implements RenewableToken {
    private final Path file;
    private final String where;
    private String token;

    TokenFile(Path file, String where) {
        this.file = file;
        this.where = where;
    }

    @Override
    public synchronized String getToken() {
        if (token == null) {
            token = read();
        }
        return token;
    }

    @Override
    public synchronized boolean renew(String refused) {
        if (refused.equals(token)) {
            token = read();
        }
        return !refused.equals(token);
    }

    private String read() {
        String text = LocalFiles.named(file, where).strip();
        if (text.isEmpty()) {
            throw new ProblemException(
                    Category.ACCESS, Problem.of("kubernetes.kubeconfig-token-file-empty", where, file));
        }
        if (!Kubeconfig.isHeaderText(text)) {
            throw new ProblemException(
                    Category.ACCESS, Problem.of("kubernetes.kubeconfig-token-file-characters", where, file));
        }
        return text;
    }
}
