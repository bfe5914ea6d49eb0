package io.jenkins.plugins.spindelivery.engine.manifest;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.manifest.Kind.Trait;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The kinds that Spinnaker knows, with their place in its deploy order, and what holds for all others.
 *
 * <p>A kind is its name and its group: a {@code Service} of {@code serving.knative.dev} is not the {@code Service} that
 * balances load.
 */
public final class Kinds {
    /** The deploy priority of kinds that are not in the table. */
    public static final int UNREGISTERED_PRIORITY = 1000;

    private static final JsonPointer ITSELF = JsonPointer.empty();
    private static final JsonPointer TEMPLATE = JsonPointer.compile("/spec/template");
    private static final JsonPointer JOB_TEMPLATE = JsonPointer.compile("/spec/jobTemplate/spec/template");

    /** The first word of a CamelCase name: one capital, or an acronym up to the capital that starts the next word. */
    private static final Pattern FIRST_WORD = Pattern.compile("^(?:[A-Z]+(?=[A-Z][a-z])|[A-Z])");

    /** The groups of Kubernetes itself; {@code gateway.networking.k8s.io} and its like are custom resources. */
    private static final Pattern KUBERNETES_GROUP = Pattern.compile(
            "[a-z]*|[a-z]+\\.k8s\\.io|rbac\\.authorization\\.k8s\\.io|flowcontrol\\.apiserver\\.k8s\\.io");

    private static final List<Kind> TABLE = table();

    /**
     * Kubernetes' own cluster-scoped kinds that Spinnaker's table lacks. Without a cluster to ask they would otherwise
     * be given a namespace.
     */
    private static final Map<String, Set<String>> OTHER_CLUSTER_SCOPED = Map.of(
            "", Set.of("Node", "ComponentStatus"),
            "networking.k8s.io", Set.of("IngressClass", "IPAddress", "ServiceCIDR"),
            "scheduling.k8s.io", Set.of("PriorityClass"),
            "node.k8s.io", Set.of("RuntimeClass"),
            "storage.k8s.io", Set.of("CSIDriver", "CSINode", "VolumeAttachment", "VolumeAttributesClass"),
            "certificates.k8s.io", Set.of("CertificateSigningRequest", "ClusterTrustBundle"),
            "flowcontrol.apiserver.k8s.io", Set.of("FlowSchema", "PriorityLevelConfiguration"),
            "resource.k8s.io", Set.of("DeviceClass", "ResourceSlice"),
            "admissionregistration.k8s.io",
                    Set.of(
                            "ValidatingAdmissionPolicy",
                            "ValidatingAdmissionPolicyBinding",
                            "MutatingAdmissionPolicy",
                            "MutatingAdmissionPolicyBinding"));

    private static final Map<String, Kind> BY_NAME =
            TABLE.stream().collect(Collectors.toUnmodifiableMap(Kind::name, Function.identity()));

    private static final Map<String, Kind> BY_WORD = byWord();

    private Kinds() {}

    /**
     * The kind of an object.
     *
     * @param apiVersion such as {@code apps/v1}
     * @param kind such as {@code Deployment}; capitals matter, as they do to the API server
     * @return the kind; one that is not in the table is namespaced, unversioned and deployed last
     */
    public static Kind of(String apiVersion, String kind) {
        int slash = apiVersion.indexOf('/');
        String group = slash < 0 ? "" : apiVersion.substring(0, slash);
        Kind known = BY_NAME.get(kind);
        return known != null && known.groups().contains(group) ? known : unregistered(group, kind);
    }

    /**
     * The kind of an object.
     *
     * @param object a tree with {@code apiVersion} and {@code kind}
     * @return see {@link #of(String, String)}
     */
    public static Kind of(JsonNode object) {
        return of(object.path("apiVersion").asText(""), object.path("kind").asText(""));
    }

    /**
     * The kind that a person means.
     *
     * @param word a kind, its plural, or one of Spinnaker's and kubectl's short names, in any case; also
     *     {@code kind.group}
     * @return the kind, or empty when it is not in the table (a cluster may still know it)
     */
    public static Optional<Kind> named(String word) {
        String wanted = word.toLowerCase(Locale.ROOT);
        int dot = wanted.indexOf('.');
        if (dot < 0) {
            return Optional.ofNullable(BY_WORD.get(wanted));
        }
        String group = wanted.substring(dot + 1);
        return Optional.ofNullable(BY_WORD.get(wanted.substring(0, dot)))
                .filter(kind -> kind.groups().contains(group));
    }

    /**
     * The names of the kinds in the table, to find what a misspelt one was meant to be.
     *
     * @return such as {@code Deployment}
     */
    public static Set<String> names() {
        return BY_NAME.keySet();
    }

    private static Kind unregistered(String group, String name) {
        boolean clusterScoped =
                OTHER_CLUSTER_SCOPED.getOrDefault(group, Set.of()).contains(name);
        return new Kind(
                name,
                KUBERNETES_GROUP.matcher(group).matches() ? name : name + "." + group,
                Set.of(group),
                List.of(),
                UNREGISTERED_PRIORITY,
                clusterScoped ? EnumSet.of(Trait.CLUSTER_SCOPED) : Set.of(),
                null);
    }

    /** Names, groups, order and versioning: Spinnaker's clouddriver, see its documentation of the manifest provider. */
    private static List<Kind> table() {
        String core = "";
        String rbac = "rbac.authorization.k8s.io";
        String admission = "admissionregistration.k8s.io";
        Set<Trait> clusterScoped = EnumSet.of(Trait.CLUSTER_SCOPED);
        Set<Trait> versioned = EnumSet.of(Trait.VERSIONED);
        Set<Trait> scalable = EnumSet.of(Trait.SCALABLE);
        Set<Trait> notDeployable = EnumSet.of(Trait.NOT_DEPLOYABLE);
        Set<Trait> none = Set.of();
        return List.of(
                kind(0, "Namespace", Set.of(core), clusterScoped, null, "ns"),
                kind(20, "Role", Set.of(rbac), none, null),
                kind(20, "ClusterRole", Set.of(rbac), clusterScoped, null),
                kind(30, "RoleBinding", Set.of(rbac), none, null),
                kind(30, "ClusterRoleBinding", Set.of(rbac), clusterScoped, null),
                kind(
                        30,
                        "CustomResourceDefinition",
                        Set.of("apiextensions.k8s.io", "extensions"),
                        clusterScoped,
                        null,
                        "crd",
                        "crds"),
                kind(40, "ServiceAccount", Set.of(core), none, null, "sa"),
                kind(40, "StorageClass", Set.of("storage.k8s.io"), clusterScoped, null, "sc"),
                kind(40, "MutatingWebhookConfiguration", Set.of(admission), clusterScoped, null),
                kind(40, "ValidatingWebhookConfiguration", Set.of(admission), clusterScoped, null),
                kind(40, "PersistentVolume", Set.of(core), clusterScoped, null, "pv"),
                kind(50, "ConfigMap", Set.of(core), versioned, null, "cm"),
                kind(50, "Secret", Set.of(core), versioned, null),
                kind(50, "PersistentVolumeClaim", Set.of(core), none, null, "pvc"),
                kind(70, "Service", Set.of(core), none, null, "svc"),
                kind(70, "Ingress", Set.of("networking.k8s.io", "extensions"), none, null, "ing"),
                kind(70, "NetworkPolicy", Set.of("networking.k8s.io", "extensions"), none, null, "netpol"),
                kind(80, "APIService", Set.of("apiregistration.k8s.io"), clusterScoped, null),
                kind(90, "PodDisruptionBudget", Set.of("policy"), none, null, "pdb"),
                kind(90, "LimitRange", Set.of(core), none, null, "limits"),
                kind(90, "PodPreset", Set.of("settings.k8s.io"), none, null),
                kind(90, "PodSecurityPolicy", Set.of("policy", "extensions"), clusterScoped, null, "psp"),
                kind(100, "Deployment", Set.of("apps", "extensions"), scalable, TEMPLATE, "deploy"),
                kind(
                        100,
                        "ReplicaSet",
                        Set.of("apps", "extensions"),
                        EnumSet.of(Trait.VERSIONED, Trait.SCALABLE),
                        TEMPLATE,
                        "rs"),
                kind(100, "StatefulSet", Set.of("apps"), scalable, TEMPLATE, "sts"),
                kind(100, "DaemonSet", Set.of("apps", "extensions"), none, TEMPLATE, "ds"),
                kind(100, "Job", Set.of("batch"), none, TEMPLATE),
                kind(100, "CronJob", Set.of("batch"), none, JOB_TEMPLATE, "cj"),
                kind(100, "Pod", Set.of(core), versioned, ITSELF, "po"),
                kind(110, "HorizontalPodAutoscaler", Set.of("autoscaling"), none, null, "hpa"),
                kind(UNREGISTERED_PRIORITY, "Event", Set.of(core, "events.k8s.io"), notDeployable, null, "ev"),
                kind(UNREGISTERED_PRIORITY, "ControllerRevision", Set.of("apps"), notDeployable, null));
    }

    private static Kind kind(
            int priority, String name, Set<String> groups, Set<Trait> traits, JsonPointer template, String... aliases) {
        return new Kind(name, lowerCamel(name), groups, List.of(aliases), priority, traits, template);
    }

    private static String lowerCamel(String name) {
        Matcher first = FIRST_WORD.matcher(name);
        return first.replaceFirst(found -> found.group().toLowerCase(Locale.ROOT));
    }

    private static Map<String, Kind> byWord() {
        Map<String, Kind> words = new HashMap<>();
        for (Kind kind : TABLE) {
            String singular = kind.name().toLowerCase(Locale.ROOT);
            List<String> names = new ArrayList<>(kind.aliases());
            names.add(singular);
            names.add(plural(singular));
            names.forEach(name -> words.put(name, kind));
        }
        return Map.copyOf(words);
    }

    private static String plural(String singular) {
        if (singular.endsWith("y")) {
            return singular.substring(0, singular.length() - 1) + "ies";
        }
        return singular.endsWith("s") ? singular + "es" : singular + "s";
    }
}
