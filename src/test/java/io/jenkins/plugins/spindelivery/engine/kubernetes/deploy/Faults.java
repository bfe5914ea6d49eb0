package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;

/** Faults as a cluster tells them. */
final class Faults {
    private Faults() {}

    /** An overloaded server. */
    static ApiException passing() {
        Problem problem = Problem.of("kubernetes.api-server-error", "", "etcd has no leader", "InternalError");
        return new ApiException(Category.ACCESS, problem, 503, "", MissingNode.getInstance(), null, null);
    }

    /** A refusal. */
    static ApiException lasting() {
        Problem problem = Problem.of("kubernetes.api-refused", "", "no", "Forbidden");
        return new ApiException(Category.REFUSED, problem, 403, "Forbidden", MissingNode.getInstance(), null, null);
    }

    /** What a Pod meets in a namespace that was made a moment ago. */
    static ApiException noServiceAccount() {
        Problem problem = Problem.of("kubernetes.api-service-account-missing", "", "ns", "default");
        return new ApiException(Category.REFUSED, problem, 403, "Forbidden", MissingNode.getInstance(), null, null);
    }
}
