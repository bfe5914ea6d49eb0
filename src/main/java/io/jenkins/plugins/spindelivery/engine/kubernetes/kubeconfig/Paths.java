package io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig;

import io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig.Kubeconfigs.Policy;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** File paths in a kubeconfig. */
final class Paths {
    private Paths() {}

    /**
     * The file that an entry names under a key.
     *
     * @throws ProblemException when the policy allows no files, or it is no path
     */
    static Path of(Policy policy, Kubeconfig.Entry entry, String key) {
        refuse(policy, entry, key, "kubernetes.kubeconfig-path-refused");
        try {
            Path path = Path.of(entry.text(key));
            return entry.folder() == null ? path : entry.folder().resolve(path);
        } catch (InvalidPathException e) {
            throw entry.problem(Category.INPUT, "kubernetes.kubeconfig-bad-path", key);
        }
    }

    /** Refuses a key under {@link Policy#CREDENTIAL}. */
    static void refuse(Policy policy, Kubeconfig.Entry entry, String key, String code) {
        if (policy == Policy.CREDENTIAL) {
            throw entry.problem(Category.INPUT, code, key);
        }
    }
}
