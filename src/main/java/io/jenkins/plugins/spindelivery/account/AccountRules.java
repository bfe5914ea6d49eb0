package io.jenkins.plugins.spindelivery.account;

import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.manifest.Kind;
import io.jenkins.plugins.spindelivery.engine.manifest.Kinds;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What an account allows to be written, whatever its credential may do.
 *
 * <p>An account that is limited to namespaces, or kept out of some, writes no cluster-scoped objects either, unless their
 * kind is named among the allowed ones: a ClusterRoleBinding would open the namespaces that are closed. A Namespace
 * counts as an object of the namespace that it is.
 */
final class AccountRules {
    private final String name;
    private final String page;
    private final boolean readOnly;
    private final List<String> namespaces;
    private final List<String> omittedNamespaces;
    private final List<String> kinds;
    private final List<String> omittedKinds;

    /**
     * The rules of an account as they are now.
     *
     * @param account what is configured
     * @param page where, for messages
     */
    AccountRules(KubernetesAccount account, String page) {
        this.name = account.getName();
        this.page = page;
        this.readOnly = account.isReadOnly();
        this.namespaces = account.namespaceNames();
        this.omittedNamespaces = account.omittedNamespaceNames();
        this.kinds = account.kindNames();
        this.omittedKinds = account.omittedKindNames();
    }

    /**
     * Why an object may not be written.
     *
     * @param object what would be written, complete with namespace
     * @param resource what the cluster says about its type; empty when it does not know it
     * @param dryRun whether it is only tried, which a read-only account allows
     * @return the reason, without a place; empty when it may
     */
    Optional<Problem> forbids(ObjectRef object, Optional<ApiResource> resource, boolean dryRun) {
        if (readOnly && !dryRun) {
            return Optional.of(Problem.of("account.read-only", "", name, page));
        }
        return forbidsKind(object, resource).or(() -> forbidsNamespace(object, resource));
    }

    private Optional<Problem> forbidsKind(ObjectRef object, Optional<ApiResource> resource) {
        if (!kinds.isEmpty() && !isNamed(kinds, object, resource)) {
            return Optional.of(
                    Problem.of("account.kind-not-allowed", "", name, object.kind(), Names.joined(kinds), page));
        }
        return isNamed(omittedKinds, object, resource)
                ? Optional.of(Problem.of("account.kind-left-out", "", name, object.kind(), page))
                : Optional.empty();
    }

    private Optional<Problem> forbidsNamespace(ObjectRef object, Optional<ApiResource> resource) {
        if (namespaces.isEmpty() && omittedNamespaces.isEmpty()) {
            return Optional.empty();
        }
        String namespace = isNamespace(object) ? object.name() : object.namespace();
        if (namespace.isEmpty()) {
            return isNamed(kinds, object, resource)
                    ? Optional.empty()
                    : Optional.of(Problem.of("account.cluster-scoped", "", name, object.kind(), page));
        }
        if (!namespaces.isEmpty() && !namespaces.contains(namespace)) {
            return Optional.of(
                    Problem.of("account.namespace-not-allowed", "", name, namespace, Names.joined(namespaces), page));
        }
        return omittedNamespaces.contains(namespace)
                ? Optional.of(Problem.of("account.namespace-left-out", "", name, namespace, page))
                : Optional.empty();
    }

    private static boolean isNamespace(ObjectRef object) {
        return object.kind().equals("Namespace") && object.group().isEmpty();
    }

    private static boolean isNamed(List<String> words, ObjectRef object, Optional<ApiResource> resource) {
        return words.stream().anyMatch(word -> means(word, object, resource));
    }

    /** A word that is one of Kubernetes' own kinds means that one, not its namesake in some other group. */
    private static boolean means(String word, ObjectRef object, Optional<ApiResource> resource) {
        Optional<Kind> known = Kinds.named(word);
        if (known.isPresent()) {
            return known.get().name().equals(object.kind())
                    && known.get().groups().contains(object.group());
        }
        return resource.map(type -> type.answersTo(word))
                .orElseGet(() -> word.equalsIgnoreCase(object.kind())
                        || word.equalsIgnoreCase(object.kind() + "." + object.group()));
    }
}
