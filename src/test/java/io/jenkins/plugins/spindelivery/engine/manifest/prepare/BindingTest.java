package io.jenkins.plugins.spindelivery.engine.manifest.prepare;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import org.junit.Test;

public class BindingTest extends PreparationCase {
    private static final Artifact IMAGE = new Artifact("docker/image", "hub/web", "", "2", "hub/web:2", null);
    private static final Artifact CONFIG =
            new Artifact("kubernetes/configMap", "conf", "devops", "v007", "conf-v007", null);

    private static final String WORKLOAD =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              template:
                spec:
                  containers: [{name: web, image: "hub/web:1"}]
                  volumes: [{name: c, configMap: {name: conf}}]
            """;

    private static final String CONFIG_MAP =
            "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: conf%s}, data: {a: b}}\n";

    private static final String CONTAINER = "/spec/template/spec/containers/0/image";
    private static final String VOLUME = "/spec/template/spec/volumes/0/configMap/name";

    @Test
    public void whatTheRequestProducesIsBoundWhateverTheOrderOfTheInput() {
        PreparedManifest deployment =
                prepare(WORKLOAD + CONFIG_MAP.formatted("")).manifests().get(1);
        assertEquals("conf-v000", text(deployment, VOLUME));
        assertEquals(
                List.of(new Artifact("kubernetes/configMap", "conf", "devops", "v000", "conf-v000", null)),
                deployment.bound());
    }

    @Test
    public void theNamespaceIsSettledBeforeBinding() {
        options.namespaceOverride("forced");
        PreparedManifest deployment = prepare(WORKLOAD + CONFIG_MAP.formatted(", namespace: other"))
                .manifests()
                .get(1);
        assertEquals("conf-v000", text(deployment, VOLUME));
    }

    @Test
    public void productsOfAnotherNamespaceAreNotBound() {
        PreparedManifest deployment = prepare(WORKLOAD + CONFIG_MAP.formatted(", namespace: other"))
                .manifests()
                .get(1);
        assertEquals("conf", text(deployment, VOLUME));
        assertEquals(List.of(), deployment.bound());
    }

    @Test
    public void aProductWithoutVersionIsNothingToTell() {
        options.versioned(Versioning.FALSE);
        PreparedManifest deployment =
                prepare(WORKLOAD + CONFIG_MAP.formatted("")).manifests().get(1);
        assertEquals("conf", text(deployment, VOLUME));
        assertEquals(List.of(), deployment.bound());
    }

    @Test
    public void givenArtifactsAreBound() {
        options.requiredArtifacts(List.of(IMAGE)).optionalArtifacts(List.of(CONFIG));
        PreparedManifest deployment = prepareOne(WORKLOAD);
        assertEquals("hub/web:2", text(deployment, CONTAINER));
        assertEquals("conf-v007", text(deployment, VOLUME));
        assertEquals(List.of(IMAGE, CONFIG), deployment.bound());
    }

    @Test
    public void ownProductsBeatOptionalArtifacts() {
        options.optionalArtifacts(List.of(CONFIG));
        PreparedManifest deployment =
                prepare(WORKLOAD + CONFIG_MAP.formatted("")).manifests().get(1);
        assertEquals("conf-v000", text(deployment, VOLUME));
    }

    @Test
    public void aRequiredArtifactThatNothingMentionsIsRefusedByName() {
        options.requiredArtifacts(
                List.of(IMAGE, new Artifact("docker/image", "hub/other", "", "9", "hub/other:9", null)));
        Problem problem = problem(WORKLOAD);
        assertEquals("manifest.required-artifact-unused", problem.code());
        assertEquals(
                "No manifest uses the required artifact docker/image hub/other 9. The manifests mention: docker/image"
                        + " hub/web:1, kubernetes/configMap conf. Type and name must be the same, and for Kubernetes"
                        + " objects the namespace too.",
                english(problem));
    }

    @Test
    public void aRequiredArtifactThatTheRequestItselfSupersedesIsUnused() {
        options.requiredArtifacts(List.of(CONFIG));
        assertEquals(
                "manifest.required-artifact-unused",
                problem(WORKLOAD + CONFIG_MAP.formatted("")).code());
    }

    @Test
    public void theAccountDoesNotCountWhenUseIsChecked() {
        options.account("prod")
                .requiredArtifacts(
                        List.of(new Artifact("kubernetes/configMap", "conf", "devops", "v000", "conf-v000", null)));
        assertEquals(2, prepare(WORKLOAD + CONFIG_MAP.formatted("")).manifests().size());
    }

    @Test
    public void withoutAnyMentionTheMessageSaysSo() {
        options.requiredArtifacts(List.of(IMAGE));
        assertEquals(
                "No manifest uses the required artifact docker/image hub/web 2: the manifests mention no images,"
                        + " ConfigMaps, Secrets or scale targets at all.",
                english(problem("{apiVersion: v1, kind: Service, metadata: {name: web}}")));
    }

    @Test
    public void anIncompleteArtifactIsRefusedWhenRequiredAndIgnoredWhenOptional() {
        Artifact incomplete = new Artifact("", "hub/web", "", "", "", null);
        options.requiredArtifacts(List.of(incomplete));
        Problem problem = problem(WORKLOAD);
        assertEquals("manifest.required-artifact-incomplete", problem.code());
        assertEquals(
                "The required artifact \"hub/web\" has no type, reference, so nothing can be bound.", english(problem));
        options.requiredArtifacts(List.of()).optionalArtifacts(List.of(incomplete));
        assertEquals(
                List.of("manifest.optional-artifact-incomplete"),
                codes(prepare(WORKLOAD).warnings()));
    }

    @Test
    public void withBindingSwitchedOffOnlyOwnProductsAreBound() {
        options.enableArtifactBinding(false)
                .requiredArtifacts(List.of(IMAGE, new Artifact("", "", "", "", "", null)))
                .optionalArtifacts(List.of(CONFIG));
        PreparedManifest deployment =
                prepare(WORKLOAD + CONFIG_MAP.formatted("")).manifests().get(1);
        assertEquals("hub/web:1", text(deployment, CONTAINER));
        assertEquals("conf-v000", text(deployment, VOLUME));
    }

    @Test
    public void anEarlierResultIsBoundInALaterDeploy() {
        PreparedManifest configMap =
                prepareOne("{apiVersion: v1, kind: ConfigMap, metadata: {name: conf}, data: {a: b}}");
        options.requiredArtifacts(List.of(configMap.artifact()));
        assertEquals("conf-v000", text(prepareOne(WORKLOAD), VOLUME));
    }

    @Test
    public void aMentionThatIsNeverBoundIsWarnedOfWhenTheSecretGetsAVersion() {
        String secret = "---\n{apiVersion: v1, kind: Secret, metadata: {name: cred%s}}\n";
        String[] mentioning = {
            "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: web}, spec: {tls: [{secretName: cred}]}}\n",
            "{apiVersion: v1, kind: ServiceAccount, metadata: {name: web}, secrets: [{name: cred}]}\n",
            "{apiVersion: v1, kind: ServiceAccount, metadata: {name: web}, imagePullSecrets: [{name: cred}]}\n",
            "{apiVersion: batch/v1, kind: Job, metadata: {name: web},"
                    + " spec: {template: {spec: {imagePullSecrets: [{name: cred}]}}}}\n",
        };
        for (String yaml : mentioning) {
            assertEquals(
                    yaml,
                    List.of("manifest.mention-not-bound"),
                    codes(prepare(yaml + secret.formatted("")).warnings()));
            assertEquals(
                    yaml,
                    List.of(),
                    prepare(yaml + secret.formatted(", namespace: other")).warnings());
            assertEquals(
                    yaml,
                    List.of(),
                    prepare(yaml + secret.formatted(", annotations: {strategy.spinnaker.io/versioned: 'false'}"))
                            .warnings());
        }
        assertEquals(
                "Ingress devops/web mentions Secret cred, but this request names it cred-v000, and the name is not filled"
                        + " in at this place. Give the Secret the annotation strategy.spinnaker.io/versioned: 'false'.",
                english(prepare(mentioning[0] + secret.formatted("")).warnings().get(0)));
    }
}
