package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A type of object that a cluster serves.
 *
 * @param apiVersion such as {@code apps/v1}
 * @param kind such as {@code Deployment}
 * @param plural its name in URLs, such as {@code deployments}
 * @param namespaced whether its objects live in namespaces
 * @param verbs what the server offers for it, such as {@code list}
 * @param shortNames such as {@code deploy}
 */
public record ApiResource(
        String apiVersion, String kind, String plural, boolean namespaced, Set<String> verbs, List<String> shortNames) {

    /**
     * The API group.
     *
     * @return such as {@code apps}; empty for the core group
     */
    public String group() {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    /**
     * The version without its group.
     *
     * @return such as {@code v1}
     */
    public String version() {
        return apiVersion.substring(apiVersion.indexOf('/') + 1);
    }

    /**
     * Its name in roles and in the server's own messages.
     *
     * @return such as {@code deployments.apps}; {@code configmaps} in the core group
     */
    public String qualifiedName() {
        return group().isEmpty() ? plural : plural + "." + group();
    }

    /**
     * Whether a person means this type by a word.
     *
     * @param word a kind, plural or short name in any case, or {@code kind.group}
     * @return whether it is one of this type's names
     */
    public boolean answersTo(String word) {
        String wanted = word.toLowerCase(Locale.ROOT);
        String kindName = kind.toLowerCase(Locale.ROOT);
        return kindName.equals(wanted)
                || plural.equals(wanted)
                || shortNames.contains(wanted)
                || (!group().isEmpty()
                        && (wanted.equals(kindName + "." + group()) || wanted.equals(plural + "." + group())));
    }
}
