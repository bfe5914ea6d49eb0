package io.jenkins.plugins.spindelivery.engine.manifest.bind;

import static io.jenkins.plugins.spindelivery.engine.manifest.Trees.tree;
import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import java.util.List;
import org.junit.Test;

public class ArtifactBinderTest {
    private static final Artifact IMAGE = artifact("docker/image", "hub:5000/web", "", "hub:5000/web:2", null);
    private static final Artifact CONFIG = artifact("kubernetes/configMap", "conf", "devops", "conf-v003", null);
    private static final Artifact SECRET = artifact("kubernetes/secret", "cred", "devops", "cred-v001", null);

    /** Every place of Spinnaker's table and some that it leaves alone. */
    private static final String POD_SPEC =
            """
            {
              imagePullSecrets: [{name: cred}],
              serviceAccountName: conf,
              ephemeralContainers: [{name: debug, image: "hub:5000/web:1"}],
              volumes: [
                {name: a, configMap: {name: conf}},
                {name: b, secret: {secretName: cred}},
                {name: c, projected: {sources: [{configMap: {name: conf}}, {secret: {name: cred}}, {secret: {name: other}}]}},
                {name: d, persistentVolumeClaim: {claimName: conf}}
              ],
              initContainers: [{name: i, image: "hub:5000/web@sha256:00", env: [{name: E, valueFrom: {configMapKeyRef: {name: conf, key: k}}}],
                envFrom: [{configMapRef: {name: conf}}]}],
              containers: [{name: c, image: "hub:5000/web:1",
                env: [{name: F, valueFrom: {secretKeyRef: {name: cred, key: k}}}, {name: G, value: conf}],
                envFrom: [{secretRef: {name: cred}}, {configMapRef: {name: unbound}}]},
                {name: side, image: "hub:5000/website:1"}]
            }
            """;

    private static final String BOUND_POD_SPEC =
            """
            {
              imagePullSecrets: [{name: cred}],
              serviceAccountName: conf,
              ephemeralContainers: [{name: debug, image: "hub:5000/web:1"}],
              volumes: [
                {name: a, configMap: {name: conf-v003}},
                {name: b, secret: {secretName: cred-v001}},
                {name: c, projected: {sources: [{configMap: {name: conf-v003}}, {secret: {name: cred-v001}}, {secret: {name: other}}]}},
                {name: d, persistentVolumeClaim: {claimName: conf}}
              ],
              initContainers: [{name: i, image: "hub:5000/web:2", env: [{name: E, valueFrom: {configMapKeyRef: {name: conf-v003, key: k}}}],
                envFrom: [{configMapRef: {name: conf-v003}}]}],
              containers: [{name: c, image: "hub:5000/web:2",
                env: [{name: F, valueFrom: {secretKeyRef: {name: cred-v001, key: k}}}, {name: G, value: conf}],
                envFrom: [{secretRef: {name: cred-v001}}, {configMapRef: {name: unbound}}]},
                {name: side, image: "hub:5000/website:1"}]
            }
            """;

    @Test
    public void allPlacesOfAPodSpecAreBoundInEveryKindOfWorkload() {
        String head = "apiVersion: %s, kind: %s, metadata: {name: web, namespace: devops}, spec: ";
        String template = "{template: {spec: %s}}";
        String[][] kinds = {
            {"apps/v1", "Deployment", template},
            {"apps/v1beta1", "Deployment", template},
            {"apps/v1", "ReplicaSet", template},
            {"apps/v1", "StatefulSet", template},
            {"apps/v1", "DaemonSet", template},
            {"batch/v1", "Job", template},
            {"batch/v1", "CronJob", "{jobTemplate: {spec: {template: {spec: %s}}}}"},
            {"v1", "Pod", "%s"},
        };
        for (String[] kind : kinds) {
            String yaml = "{" + head.formatted(kind[0], kind[1]) + kind[2] + "}";
            ObjectNode object = tree(yaml.formatted(POD_SPEC));
            List<Artifact> bound = binder(IMAGE, CONFIG, SECRET).bind(object);
            assertEquals(kind[1], tree(yaml.formatted(BOUND_POD_SPEC)), object);
            assertEquals(kind[1], List.of(IMAGE, SECRET, CONFIG), bound);
        }
    }

    @Test
    public void otherKindsAreLeftAlone() {
        String[] others = {
            "{apiVersion: argoproj.io/v1alpha1, kind: Rollout, metadata: {namespace: devops}, spec: {template: {spec: {containers: [{image: hub:5000/web}]}}}}",
            "{apiVersion: v1, kind: ServiceAccount, metadata: {namespace: devops}, secrets: [{name: cred}]}",
            "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {namespace: devops}, spec: {tls: [{secretName: cred}]}}",
        };
        for (String other : others) {
            ObjectNode object = tree(other);
            assertEquals(List.of(), binder(IMAGE, CONFIG, SECRET).bind(object));
            assertEquals(tree(other), object);
        }
    }

    @Test
    public void anAutoscalerIsBoundToWhatItScales() {
        String hpa = "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {namespace: devops},"
                + " spec: {scaleTargetRef: {kind: %s, name: web}}}";
        Artifact replicaSet = artifact("kubernetes/replicaSet", "web", "devops", "web-v002", null);
        Artifact deployment = artifact("kubernetes/deployment", "web", "devops", "web-new", null);
        String[][] expected = {
            {"ReplicaSet", "web-v002"},
            {"replicaSet", "web-v002"},
            {"Deployment", "web-new"},
            {"deployment", "web-new"},
            {"StatefulSet", "web"},
        };
        for (String[] one : expected) {
            ObjectNode object = tree(hpa.formatted(one[0]));
            binder(replicaSet, deployment).bind(object);
            assertEquals(one[0], one[1], object.at("/spec/scaleTargetRef/name").asText());
        }
    }

    @Test
    public void aKubernetesArtifactIsOnlyForItsNamespaceAndAccount() {
        assertEquals("conf-v003", config(CONFIG));
        assertEquals("conf", config(artifact("kubernetes/configMap", "conf", "other", "conf-v003", null)));
        assertEquals("conf", config(artifact("kubernetes/configMap", "conf", "", "conf-v003", null)));
        assertEquals("conf-v003", config(artifact("kubernetes/configMap", "conf", "devops", "conf-v003", "prod")));
        assertEquals("conf-v003", config(artifact("kubernetes/configMap", "conf", "devops", "conf-v003", "")));
        assertEquals("conf", config(artifact("kubernetes/configMap", "conf", "devops", "conf-v003", "test")));
        assertEquals("conf", config(artifact("kubernetes/secret", "conf", "devops", "conf-v003", null)));
    }

    @Test
    public void anImageIsForEveryNamespaceAndAccount() {
        Artifact elsewhere = artifact("docker/image", "nginx", "other", "nginx:2", "registry");
        assertEquals("nginx:2", image("nginx:1", ImageMatching.NAME_AND_TAG, elsewhere));
    }

    @Test
    public void imagesMatchByNameAndTagOrByTheWholeText() {
        Artifact local = artifact("docker/image", "localhost:5000/foo", "", "localhost:5000/foo:9", null);
        assertEquals("localhost:5000/foo:9", image("localhost:5000/foo", ImageMatching.NAME_AND_TAG, local));
        assertEquals("localhost:5000/foo:9", image("localhost:5000/foo:1", ImageMatching.NAME_AND_TAG, local));
        assertEquals("localhost:5000/foo:9", image("localhost:5000/foo", ImageMatching.NAME_ONLY, local));
        assertEquals("localhost:5000/foo:1", image("localhost:5000/foo:1", ImageMatching.NAME_ONLY, local));
        Artifact host = artifact("docker/image", "localhost", "", "wrong", null);
        assertEquals("localhost:5000/foo", image("localhost:5000/foo", ImageMatching.NAME_AND_TAG, host));
    }

    @Test
    public void ownProductsBeatRequiredArtifactsWhichBeatOptionalOnes() {
        Artifact own = artifact("kubernetes/configMap", "conf", "devops", "conf-v009", "prod");
        Artifact optional = artifact("kubernetes/configMap", "conf", "devops", "conf-v001", null);
        ArtifactBinder binder =
                new ArtifactBinder(List.of(CONFIG), List.of(optional), ImageMatching.NAME_AND_TAG, "prod");
        assertEquals("conf-v003", config(binder));
        binder.produced(own);
        assertEquals("conf-v009", config(binder));
    }

    @Test
    public void anArtifactThatIsNotMeantHereDoesNotHideOneThatIs() {
        Artifact elsewhere = artifact("kubernetes/configMap", "conf", "other", "conf-v007", null);
        assertEquals("conf-v003", config(binder(elsewhere, CONFIG)));
    }

    @Test
    public void mentionsAreFoundWithTheirPlace() {
        List<Mention> mentions = Mentions.in(
                tree("{apiVersion: v1, kind: Pod, spec: {containers: [{image: nginx}, {image: 5}, {image: ''}, {}],"
                        + " volumes: [{configMap: {}}, {configMap: {name: conf}}]}}"));
        assertEquals(
                List.of(
                        "docker/image nginx /spec/containers/0/image",
                        "kubernetes/configMap conf /spec/volumes/1/configMap/name"),
                mentions.stream().map(mention -> mention + " " + mention.at()).toList());
    }

    private static String config(Artifact artifact) {
        return config(binder(artifact));
    }

    private static String config(ArtifactBinder binder) {
        ObjectNode pod = tree("{apiVersion: v1, kind: Pod, metadata: {namespace: devops},"
                + " spec: {volumes: [{name: v, configMap: {name: conf}}]}}");
        binder.bind(pod);
        return pod.at("/spec/volumes/0/configMap/name").asText();
    }

    private static String image(String image, ImageMatching matching, Artifact artifact) {
        ObjectNode pod = tree("{apiVersion: v1, kind: Pod, metadata: {namespace: devops},"
                + " spec: {containers: [{name: c, image: \"" + image + "\"}]}}");
        new ArtifactBinder(List.of(artifact), List.of(), matching, "prod").bind(pod);
        return pod.at("/spec/containers/0/image").asText();
    }

    private static ArtifactBinder binder(Artifact... artifacts) {
        return new ArtifactBinder(List.of(artifacts), List.of(), ImageMatching.NAME_AND_TAG, "prod");
    }

    private static Artifact artifact(String type, String name, String location, String reference, String account) {
        return new Artifact(type, name, location, "", reference, account);
    }
}
