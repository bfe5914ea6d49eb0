package io.jenkins.plugins.spindelivery.engine.kubernetes.migrate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResources;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.Source;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A cluster and requests to it. */
final class Requests {
    static final Function<ObjectRef, Optional<ObjectNode>> NOTHING_LIVE = ref -> Optional.empty();

    static final ApiResources SERVED = served(
            "v1 Service services svc",
            "v1 Namespace namespaces ns",
            "apps/v1 Deployment deployments deploy",
            "apps/v1 StatefulSet statefulsets sts",
            "apps/v1 DaemonSet daemonsets ds",
            "apps/v1 ReplicaSet replicasets rs",
            "batch/v1 CronJob cronjobs cj",
            "autoscaling/v2 HorizontalPodAutoscaler horizontalpodautoscalers hpa",
            "autoscaling/v1 HorizontalPodAutoscaler horizontalpodautoscalers hpa",
            "policy/v1 PodDisruptionBudget poddisruptionbudgets pdb",
            "networking.k8s.io/v1 Ingress ingresses ing",
            "rbac.authorization.k8s.io/v1 Role roles role",
            "rbac.authorization.k8s.io/v1 RoleBinding rolebindings rolebinding",
            "example.com/v2 Database databases db");

    static ApiResources served(String... types) {
        List<ApiResource> resources = new ArrayList<>();
        for (String type : types) {
            String[] parts = type.split(" ");
            resources.add(new ApiResource(parts[0], parts[1], parts[2], true, Set.of("get"), List.of(parts[3])));
        }
        return new ApiResources(resources, List.of());
    }

    static ObjectNode tree(String json) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(json.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    static Manifest manifest(String apiVersion, String kind, String spec) {
        ObjectNode json = tree("{'metadata':{'name':'web','namespace':'shop','labels':{'l':'1'}},'spec':" + spec + "}");
        json.put("apiVersion", apiVersion).put("kind", kind);
        return new Manifest(
                json, new Source("web.yaml", 3, pointer -> pointer.toString().equals("/apiVersion") ? 4 : 5));
    }

    static Migration migrate(Manifest manifest) {
        return new ApiVersionMigration(SERVED, false, (v, k) -> false).migrate(manifest, NOTHING_LIVE);
    }

    static Migration migrate(String apiVersion, String kind, String spec) {
        return migrate(manifest(apiVersion, kind, spec));
    }

    static Problem refusal(ApiVersionMigration migration, Manifest manifest) {
        ProblemException e = assertThrows(ProblemException.class, () -> migration.migrate(manifest, NOTHING_LIVE));
        assertEquals(Category.INPUT, e.category());
        return e.problems().get(0);
    }

    static Problem refusal(String apiVersion, String kind, String spec) {
        return refusal(new ApiVersionMigration(SERVED, false, (v, k) -> false), manifest(apiVersion, kind, spec));
    }

    /** What the move wrote out, by the warning. */
    static String changes(Migration migration) {
        Problem warning = migration.warning().orElseThrow();
        assertEquals("web.yaml:4", warning.where());
        return warning.arguments().get(3).replace('"', '\'');
    }

    static final String TEMPLATE = "'template':{'metadata':{'labels':{'app':'web'}}}";
    static final String SELECTOR = "'selector':{'matchLabels':{'app':'web'}}";

    private Requests() {}
}
