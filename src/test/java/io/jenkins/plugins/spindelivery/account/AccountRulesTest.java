package io.jenkins.plugins.spindelivery.account;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;

/** What an account's rules forbid, kind by kind and namespace by namespace. */
public class AccountRulesTest {
    private static final ObjectRef DEPLOYMENT = new ObjectRef("apps/v1", "Deployment", "shop", "web");
    private static final ObjectRef CONFIG_MAP = new ObjectRef("v1", "ConfigMap", "shop", "settings");
    private static final ObjectRef SERVICE = new ObjectRef("v1", "Service", "shop", "web");
    private static final ObjectRef KNATIVE = new ObjectRef("serving.knative.dev/v1", "Service", "shop", "web");
    private static final ObjectRef DATABASE = new ObjectRef("example.com/v1", "Database", "shop", "orders");
    private static final ObjectRef ROLE =
            new ObjectRef("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "", "mine");
    private static final ApiResource DATABASES =
            new ApiResource("example.com/v1", "Database", "databases", true, Set.of("create"), List.of("db"));

    @Rule
    public final SpeakingEnglish english = new SpeakingEnglish();

    private final KubernetesAccount account = new KubernetesAccount("prod", "some");

    private String told(ObjectRef object, boolean dryRun) {
        return new AccountRules(account, "PAGE")
                .forbids(object, Optional.empty(), dryRun)
                .map(Problem::message)
                .orElse("allowed");
    }

    private String code(ObjectRef object) {
        return new AccountRules(account, "PAGE")
                .forbids(object, object == DATABASE ? Optional.of(DATABASES) : Optional.empty(), false)
                .map(Problem::code)
                .orElse("allowed");
    }

    @Test
    public void withoutRulesEverythingIsAllowed() {
        assertEquals("allowed", code(DEPLOYMENT));
        assertEquals("allowed", code(ROLE));
    }

    @Test
    public void aReadOnlyAccountAllowsDryRunsAlone() {
        account.setReadOnly(true);
        assertEquals("allowed", told(DEPLOYMENT, true));
        assertEquals(
                "The account \"prod\" is read-only: it allows looking and dry runs, but no changes. That is"
                        + " configured at PAGE.",
                told(DEPLOYMENT, false));
    }

    @Test
    public void kindsAreNamedAsPeopleWriteThem() {
        for (String words : List.of("Deployment,ConfigMap", "deploy, cm", "DEPLOYMENTS\nconfigmaps")) {
            account.setKinds(words);
            assertEquals(words, "allowed", code(DEPLOYMENT));
            assertEquals(words, "allowed", code(CONFIG_MAP));
            assertEquals(words, "account.kind-not-allowed", code(SERVICE));
        }
        assertEquals(
                "The account \"prod\" does not allow the kind Service. Allowed are: DEPLOYMENTS, configmaps. That is"
                        + " configured at PAGE.",
                told(SERVICE, true));
    }

    @Test
    public void aBuiltInKindIsNotItsNamesakeOfAnotherGroup() {
        account.setKinds("Service");
        assertEquals("allowed", code(SERVICE));
        assertEquals("account.kind-not-allowed", code(KNATIVE));
        account.setKinds("service.serving.knative.dev");
        assertEquals("account.kind-not-allowed", code(SERVICE));
        assertEquals("allowed", code(KNATIVE));
    }

    @Test
    public void customKindsCountWithAndWithoutGroup() {
        for (String word : List.of("Database", "databases", "db", "database.example.com")) {
            account.setKinds(word);
            assertEquals(word, "allowed", code(DATABASE));
            account.setKinds("");
            account.setOmitKinds(word);
            assertEquals(word, "account.kind-left-out", code(DATABASE));
            account.setOmitKinds("");
        }
    }

    @Test
    public void whatIsLeftOutCountsMoreThanWhatIsAllowed() {
        account.setKinds("Deployment, Secret");
        account.setOmitKinds("deploy");
        assertEquals("account.kind-left-out", code(DEPLOYMENT));
        account.setKinds("");
        account.setOmitKinds("");
        account.setNamespaces("shop");
        account.setOmitNamespaces("shop");
        assertEquals("account.namespace-left-out", code(DEPLOYMENT));
    }

    @Test
    public void namespaces() {
        account.setNamespaces("shop, shop-jobs");
        assertEquals("allowed", code(DEPLOYMENT));
        assertEquals(
                "The account \"prod\" does not allow the namespace kube-system. Allowed are: shop, shop-jobs. That is"
                        + " configured at PAGE.",
                told(new ObjectRef("v1", "Secret", "kube-system", "x"), false));
        account.setNamespaces("");
        account.setOmitNamespaces("kube-system");
        assertEquals("account.namespace-left-out", code(new ObjectRef("v1", "Secret", "kube-system", "x")));
        assertEquals("allowed", code(DEPLOYMENT));
    }

    @Test
    public void aNamespaceCountsAsItself() {
        account.setNamespaces("shop");
        assertEquals("allowed", code(new ObjectRef("v1", "Namespace", "", "shop")));
        assertEquals("account.namespace-not-allowed", code(new ObjectRef("v1", "Namespace", "", "bank")));
    }

    @Test
    public void clusterScopedObjectsWouldOpenNamespacesThatAreClosed() {
        account.setOmitNamespaces("kube-system");
        assertEquals("account.cluster-scoped", code(ROLE));
        account.setKinds("ClusterRoleBinding");
        assertEquals("allowed", code(ROLE));
    }
}
