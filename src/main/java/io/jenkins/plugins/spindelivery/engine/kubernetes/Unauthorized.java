package io.jenkins.plugins.spindelivery.engine.kubernetes;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import java.util.stream.Stream;

/** Tells once, and of the account, what the cluster said of each object: that the credential is not accepted. */
public final class Unauthorized {
    private static final String OF_AN_OBJECT = "kubernetes.api-unauthorized";

    private Unauthorized() {}

    /**
     * The same problems, with the account in place of the objects that its credential was refused for.
     *
     * @param problems why an operation ends
     * @param account the account that the operation uses
     * @return the refused credential first, then all else in its order
     */
    public static List<Problem> named(List<Problem> problems, String account) {
        List<Problem> others = problems.stream()
                .filter(problem -> !problem.code().equals(OF_AN_OBJECT))
                .toList();
        return others.size() == problems.size()
                ? problems
                : Stream.concat(Stream.of(Problem.of("kubernetes.account-unauthorized", "", account)), others.stream())
                        .toList();
    }
}
