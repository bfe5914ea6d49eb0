package io.jenkins.plugins.spindelivery.engine.manifest;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

public class MonikerTest {

    @Test
    public void aNameTellsApplicationClusterAndSequence() {
        assertEquals(new Moniker("testapp", "testapp-abc", null, null, 3), Moniker.ofName("testapp-abc-v003"));
        assertEquals(new Moniker("ci", "ci-youdu", null, null, null), Moniker.ofName("ci-youdu"));
        assertEquals(new Moniker("web", "web", null, null, null), Moniker.ofName("web"));
        assertEquals(new Moniker("web", "web", null, null, 1000), Moniker.ofName("web-v1000"));
        assertEquals(new Moniker("", "", null, null, null), Moniker.ofName(""));
    }

    @Test
    public void aVersionInTheNameThatIsNotSpinnakersIsPartOfTheName() {
        assertEquals(
                new Moniker("ci", "ci-youdu-configmap-v1", null, null, null), Moniker.ofName("ci-youdu-configmap-v1"));
        assertEquals(new Moniker("v003", "v003", null, null, null), Moniker.ofName("v003"));
        assertEquals(new Moniker("web", "web-v9999999999", null, null, null), Moniker.ofName("web-v9999999999"));
    }

    @Test
    public void namesWithColonsAreTheSystems() {
        assertEquals(
                new Moniker("system", "system:controller:job-controller", null, null, null),
                Moniker.ofName("system:controller:job-controller"));
        assertEquals(new Moniker("system", "system:node", null, null, 2), Moniker.ofName("system:node-v002"));
    }

    @Test
    public void annotationsBeatTheName() {
        Moniker moniker = Moniker.of(
                Trees.tree(
                        """
                apiVersion: apps/v1
                kind: ReplicaSet
                metadata:
                  name: web-v003
                  annotations:
                    moniker.spinnaker.io/application: shop
                    moniker.spinnaker.io/cluster: '"replicaSet web"'
                    moniker.spinnaker.io/stack: test
                    moniker.spinnaker.io/detail: blue
                    moniker.spinnaker.io/sequence: "7"
                """));
        assertEquals(new Moniker("shop", "replicaSet web", "test", "blue", 7), moniker);
    }

    @Test
    public void aReplicaSetOfADeploymentCountsByItsRevision() {
        String yaml =
                """
                apiVersion: apps/v1
                kind: %s
                metadata: {name: web-5d8f, annotations: {deployment.kubernetes.io/revision: "4"}}
                """;
        assertEquals(
                Integer.valueOf(4),
                Moniker.of(Trees.tree(yaml.formatted("ReplicaSet"))).sequence());
        assertEquals(null, Moniker.of(Trees.tree(yaml.formatted("Deployment"))).sequence());
    }

    @Test
    public void aMalformedSequenceCountsAsMissing() {
        Moniker moniker = Moniker.of(Trees.tree(
                "{kind: ConfigMap, metadata: {name: web-v002, annotations: {moniker.spinnaker.io/sequence: two}}}"));
        assertEquals(Integer.valueOf(2), moniker.sequence());
    }
}
