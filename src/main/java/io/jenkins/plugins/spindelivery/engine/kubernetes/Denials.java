package io.jenkins.plugins.spindelivery.engine.kubernetes;

import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Answers by which the cluster denies something to a credential. */
public final class Denials {
    private static final String OF_AN_OBJECT = "kubernetes.api-unauthorized";
    private static final Set<String> CODES =
            Set.of(OF_AN_OBJECT, "kubernetes.api-forbidden", "kubernetes.api-forbidden-in");

    private Denials() {}

    /**
     * Whether the credential is refused, or may not do something. An API server that has just been started says so, too,
     * for the seconds until it has read its roles and tokens.
     *
     * @param stop what stopped some work
     * @return whether it is a denial
     */
    public static boolean isDenial(ProblemException stop) {
        return stop instanceof ApiException
                && CODES.contains(stop.problems().get(0).code());
    }

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
