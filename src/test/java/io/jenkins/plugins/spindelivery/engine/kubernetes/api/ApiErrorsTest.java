package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.Test;

/** What the API server says (its own words, versions 1.30 to 1.36) and what people are told. */
public class ApiErrorsTest {
    private static final Call DEPLOYMENT = Call.about("patch", new ObjectRef("apps/v1", "Deployment", "shop", "web"));
    private static final Call SECRET = Call.about("patch", new ObjectRef("v1", "Secret", "shop", "login"));

    @Test
    public void unknownFieldIsAnInputErrorWhateverItsStatus() {
        ApiException created = refusal(
                DEPLOYMENT,
                400,
                "BadRequest",
                "Deployment in version \"v1\" cannot be handled as a"
                        + " Deployment: strict decoding error: unknown field \"spec.replica\", unknown field \"spec.strat\"");
        assertProblem(created, Category.INPUT, false, "api-unknown-field", "Deployment", "spec.replica, spec.strat");
        ApiException applied = refusal(
                DEPLOYMENT,
                500,
                "",
                "failed to create typed patch object (shop/web; apps/v1,"
                        + " Kind=Deployment): .spec.template.spec.containers[name=\"c\"].imag: field not declared in schema");
        assertProblem(
                applied,
                Category.INPUT,
                false,
                "api-unknown-field",
                "Deployment",
                "spec.template.spec.containers[name=\"c\"].imag");
    }

    @Test
    public void duplicatesAreNamed() {
        ApiException applied = refusal(
                DEPLOYMENT,
                500,
                "",
                "failed to create typed patch object (shop/web; apps/v1,"
                        + " Kind=Deployment): .spec.template.spec.containers[name=\"c\"].env: duplicate entries for key"
                        + " [name=\"A\"]");
        assertProblem(
                applied,
                Category.INPUT,
                false,
                "api-duplicate-field",
                "spec.template.spec.containers[name=\"c\"].env[name=\"A\"]");
        ApiException created =
                refusal(DEPLOYMENT, 400, "BadRequest", "strict decoding error: duplicate field \"spec.replicas\"");
        assertProblem(created, Category.INPUT, false, "api-duplicate-field", "spec.replicas");
    }

    @Test
    public void wrongTypesAreToldInWordsOfYaml() {
        Map<String, String> types = Map.of(
                "string", "api-wants-text",
                "int32", "api-wants-number",
                "float64", "api-wants-number",
                "bool", "api-wants-boolean",
                "[]v1.Container", "api-wants-list",
                "map[string]string", "api-wants-map",
                "v1.PodSpec", "api-wants-map",
                "intstr.IntOrString2", "api-wants-map",
                "chan", "api-wants-other");
        types.forEach((type, code) -> assertProblem(
                refusal(
                        DEPLOYMENT,
                        400,
                        "BadRequest",
                        "Deployment in version \"v1\" cannot be handled as a Deployment:"
                                + " json: cannot unmarshal object into Go struct field DeploymentSpec.spec.x of type "
                                + type),
                Category.INPUT,
                false,
                code,
                "spec.x",
                type));
        assertProblem(
                refusal(
                        DEPLOYMENT,
                        500,
                        "",
                        "failed to create typed patch object (shop/web; apps/v1, Kind=Deployment):"
                                + " .spec.replicas: expected numeric (int or float), got string"),
                Category.INPUT,
                false,
                "api-wants-number",
                "spec.replicas",
                "numeric (int or float)");
    }

    @Test
    public void malformedQuantityIsAnInputError() {
        ApiException e = refusal(
                DEPLOYMENT,
                500,
                "",
                "failed to convert new object (shop/web; apps/v1, Kind=Deployment)"
                        + " to proper version: unable to convert unstructured object to apps/v1, Kind=Deployment: quantities must"
                        + " match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
        assertProblem(e, Category.INPUT, false, "api-bad-quantity");
    }

    @Test
    public void rightsAreToldWithWhoAndWhere() {
        assertProblem(
                refusal(
                        DEPLOYMENT,
                        403,
                        "Forbidden",
                        "deployments.apps \"web\" is forbidden: User"
                                + " \"system:serviceaccount:ci:deployer\" cannot patch resource \"deployments\" in API group"
                                + " \"apps\" in the namespace \"shop\""),
                Category.ACCESS,
                false,
                "api-forbidden-in",
                "system:serviceaccount:ci:deployer",
                "patch",
                "deployments.apps",
                "shop");
        assertProblem(
                refusal(
                        Call.about("list", "nodes"),
                        403,
                        "Forbidden",
                        "nodes is forbidden: User \"jane\" cannot list"
                                + " resource \"nodes\" in API group \"\" at the cluster scope"),
                Category.ACCESS,
                false,
                "api-forbidden",
                "jane",
                "list",
                "nodes");
        assertProblem(
                refusal(
                        DEPLOYMENT,
                        403,
                        "Forbidden",
                        "deployments.apps \"web\" is forbidden: User \"system:anonymous\""
                                + " cannot get resource \"deployments\" in API group \"apps\" in the namespace \"shop\""),
                Category.ACCESS,
                false,
                "api-anonymous",
                "get",
                "deployments.apps");
        assertProblem(
                refusal(DEPLOYMENT, 401, "Unauthorized", "Unauthorized"), Category.ACCESS, false, "api-unauthorized");
        assertEquals(
                Category.ACCESS,
                refusal(
                                DEPLOYMENT,
                                403,
                                "Forbidden",
                                "clusterroles.rbac.authorization.k8s.io \"x\""
                                        + " is forbidden: user \"jane\" (groups=[\"dev\"]) is attempting to grant RBAC permissions not currently"
                                        + " held: {APIGroups:[\"\"], Resources:[\"secrets\"], Verbs:[\"get\"]}")
                        .category());
    }

    @Test
    public void admissionIsNoMatterOfRights() {
        assertProblem(
                refusal(
                        DEPLOYMENT,
                        403,
                        "Forbidden",
                        "pods \"web\" is forbidden: exceeded quota: compute, requested:"
                                + " pods=1, used: pods=2, limited: pods=2"),
                Category.REFUSED,
                false,
                "api-quota",
                "compute",
                "requested: pods=1, used: pods=2, limited: pods=2");
        assertProblem(
                refusal(
                        DEPLOYMENT,
                        403,
                        "Forbidden",
                        "pods \"web\" is forbidden: failed quota: compute: must specify"
                                + " limits.cpu for: c; limits.memory for: c"),
                Category.REFUSED,
                false,
                "api-quota-wants",
                "compute",
                "limits.cpu for: c; limits.memory for: c");
        assertProblem(
                refusal(
                        DEPLOYMENT,
                        403,
                        "Forbidden",
                        "deployments.apps \"web\" is forbidden: unable to create new content"
                                + " in namespace shop because it is being terminated"),
                Category.REFUSED,
                false,
                "api-namespace-terminating",
                "shop");
        String security = "pods \"web\" is forbidden: violates PodSecurity \"restricted:latest\": runAsNonRoot != true";
        assertProblem(
                refusal(DEPLOYMENT, 403, "Forbidden", security),
                Category.REFUSED,
                false,
                "api-refused",
                security,
                "Forbidden");
        assertProblem(
                refusal(
                        DEPLOYMENT,
                        422,
                        "Invalid",
                        "deployments.apps \"web\" is forbidden: ValidatingAdmissionPolicy"
                                + " 'no-latest' with binding 'all' denied request: the tag latest is not allowed"),
                Category.REFUSED,
                false,
                "api-policy-denied",
                "no-latest",
                "the tag latest is not allowed");
    }

    @Test
    public void webhooksAreNamed() {
        assertProblem(
                refusal(
                        DEPLOYMENT,
                        403,
                        "Forbidden",
                        "admission webhook \"owners.example.com\" denied the request: the" + " label owner is missing"),
                Category.REFUSED,
                false,
                "api-webhook-denied",
                "owners.example.com",
                "the label owner is missing");
        assertProblem(
                refusal(
                        DEPLOYMENT,
                        400,
                        "BadRequest",
                        "admission webhook \"old.example.com\" does not support dry run"),
                Category.REFUSED,
                false,
                "api-webhook-no-dry-run",
                "old.example.com");
        ApiException unreachable = refusal(
                DEPLOYMENT,
                500,
                "InternalError",
                "Internal error occurred: failed calling"
                        + " webhook \"owners.example.com\": failed to call webhook: Post \"https://owners.shop.svc:443/?timeout=10s\":"
                        + " dial tcp 10.0.0.7:443: connect: connection refused");
        assertEquals(
                "kubernetes.api-webhook-unreachable",
                unreachable.problems().get(0).code());
        assertEquals(
                "owners.example.com", unreachable.problems().get(0).arguments().get(0));
        assertEquals(Category.REFUSED, unreachable.category());
        assertTrue(unreachable.passing());
    }

    @Test
    public void conflictNamesFieldAndOwner() {
        ApiException e = refusal(
                DEPLOYMENT,
                409,
                "Conflict",
                "Apply failed with 2 conflicts",
                "{\"causes\":[{\"reason\":\"FieldManagerConflict\",\"message\":\"conflict with \\\"kubectl-edit\\\" using"
                        + " apps/v1\",\"field\":\".spec.replicas\"},{\"reason\":\"FieldManagerConflict\",\"message\":"
                        + "\"conflict with \\\"helm\\\"\",\"field\":\".spec.paused\"}]}");
        assertProblem(
                e, Category.REFUSED, false, "api-conflict-fields", "spec.replicas (kubectl-edit), spec.paused (helm)");
        assertTrue(e.getMessage().contains("--force-conflicts"));
        assertTrue(e.getMessage().contains("forceConflicts"));
    }

    @Test
    public void otherConflictsAreToldApart() {
        assertProblem(
                refusal(DEPLOYMENT, 409, "AlreadyExists", "deployments.apps \"web\" already exists"),
                Category.REFUSED,
                false,
                "api-already-exists");
        assertProblem(
                refusal(
                        DEPLOYMENT,
                        409,
                        "AlreadyExists",
                        "object is being deleted: deployments.apps \"web\" already exists"),
                Category.REFUSED,
                true,
                "api-being-deleted");
        assertProblem(
                refusal(
                        DEPLOYMENT,
                        409,
                        "Conflict",
                        "Operation cannot be fulfilled on deployments.apps \"web\": the object"
                                + " has been modified; please apply your changes to the latest version and try again"),
                Category.REFUSED,
                false,
                "api-modified");
        assertProblem(
                refusal(
                        DEPLOYMENT,
                        409,
                        "Conflict",
                        "Operation cannot be fulfilled on Deployment \"web\": the UID in the"
                                + " precondition (a) does not match the UID in record (b)."),
                Category.REFUSED,
                false,
                "api-other-uid");
    }

    @Test
    public void immutableFieldLeadsToRecreate() {
        ApiException e = refusal(
                DEPLOYMENT,
                422,
                "Invalid",
                "Deployment.apps \"web\" is invalid",
                "{\"causes\":[{\"reason\":\"FieldValueInvalid\",\"message\":\"Invalid value: {\\\"matchLabels\\\":{"
                        + "x".repeat(300) + "}}: field is immutable\",\"field\":\"spec.selector\"}]}");
        assertProblem(
                e, Category.REFUSED, false, "api-immutable", "spec.selector: Invalid value: …: field is immutable");
        assertTrue(e.getMessage().contains("strategy.spinnaker.io/recreate: 'true'"));
    }

    @Test
    public void recreateIsNotAdvisedWhereItLosesData() {
        Call claim = Call.about("patch", new ObjectRef("v1", "PersistentVolumeClaim", "shop", "data"));
        ApiException e = refusal(
                claim,
                422,
                "Invalid",
                "PersistentVolumeClaim \"data\" is invalid",
                "{\"causes\":[{\"reason\":\"FieldValueForbidden\",\"message\":\"Forbidden: spec is immutable after creation"
                        + " except resources.requests\\n@@ -1,6 +1,6 @@\\n {\\n\",\"field\":\"spec\"}]}");
        assertProblem(
                e,
                Category.REFUSED,
                false,
                "api-immutable-precious",
                "spec: Forbidden: spec is immutable after creation except resources.requests");
        assertFalse(e.getMessage().contains("recreate"));
    }

    @Test
    public void invalidFieldsAreListedWithoutTheNoise() {
        ApiException e = refusal(
                DEPLOYMENT,
                422,
                "Invalid",
                "Deployment.apps \"Web\" is invalid",
                "{\"causes\":[{\"reason\":\"FieldValueInvalid\",\"message\":\"Invalid value: \\\"Web\\\": must be lower case"
                        + " (e.g. 'web', regex used for validation is '[a-z]([-a-z0-9]*)?')\",\"field\":\"metadata.name\"},"
                        + "{\"reason\":\"FieldValueRequired\",\"message\":\"Required value\",\"field\":\"spec.selector\"}]}");
        assertProblem(
                e,
                Category.REFUSED,
                false,
                "api-invalid",
                "metadata.name: Invalid value: \"Web\": must be lower case (e.g. 'web'); spec.selector: Required value");
    }

    @Test
    public void missingThingsAreToldApart() {
        assertProblem(
                refusal(
                        DEPLOYMENT,
                        404,
                        "NotFound",
                        "namespaces \"shop\" not found",
                        "{\"name\":\"shop\",\"kind\":\"namespaces\"}"),
                Category.REFUSED,
                false,
                "api-namespace-missing",
                "shop");
        assertProblem(
                refusal(
                        DEPLOYMENT,
                        404,
                        "NotFound",
                        "deployments.apps \"web\" not found",
                        "{\"name\":\"web\",\"group\":\"apps\",\"kind\":\"deployments\"}"),
                Category.REFUSED,
                false,
                "api-not-found");
        assertProblem(
                refusal(DEPLOYMENT, 404, "NotFound", "the server could not find the requested resource", "{}"),
                Category.REFUSED,
                false,
                "api-path-not-found");
    }

    @Test
    public void overloadAndFaultsPass() {
        Answer busy = new Answer(
                429, Map.of("retry-after", List.of("7")), status(429, "TooManyRequests", "too many requests", "{}"));
        ApiException e = ApiErrors.of(DEPLOYMENT, busy);
        assertProblem(e, Category.ACCESS, true, "api-too-many-requests");
        assertEquals(Duration.ofSeconds(7), e.retryAfter().orElseThrow());
        assertProblem(
                refusal(DEPLOYMENT, 503, "ServiceUnavailable", "apiserver is shutting down"),
                Category.ACCESS,
                true,
                "api-server-error",
                "apiserver is shutting down",
                "ServiceUnavailable");
        assertProblem(
                refusal(DEPLOYMENT, 504, "Timeout", "Timeout: request did not complete within requested timeout"),
                Category.ACCESS,
                true,
                "api-server-error",
                "Timeout: request did not complete within requested timeout",
                "Timeout");
        assertFalse(refusal(DEPLOYMENT, 501, "NotImplemented", "no").passing());
        assertProblem(
                refusal(DEPLOYMENT, 410, "Expired", "The provided continue parameter is too old"),
                Category.ACCESS,
                true,
                "api-expired");
    }

    @Test
    public void oldServerAndWrongVerbAreNamed() {
        Call apply = Call.about("apply", new ObjectRef("apps/v1", "Deployment", "shop", "web"));
        assertProblem(
                refusal(apply, 415, "UnsupportedMediaType", "415: Unsupported Media Type"),
                Category.REFUSED,
                false,
                "api-no-server-side-apply");
        assertProblem(
                refusal(DEPLOYMENT, 405, "MethodNotAllowed", "the server does not allow this method"),
                Category.REFUSED,
                false,
                "api-verb-not-served",
                "patch");
        assertProblem(
                refusal(DEPLOYMENT, 413, "RequestEntityTooLarge", "limit is 3145728"),
                Category.REFUSED,
                false,
                "api-too-large",
                "limit is 3145728",
                "RequestEntityTooLarge");
    }

    @Test
    public void answersOfOthersAreRecognised() {
        assertProblem(
                foreign(502, "text/html", "<html>Bad Gateway</html>"),
                Category.ACCESS,
                true,
                "api-foreign-answer",
                "502",
                "HTML");
        assertProblem(
                foreign(404, "text/plain", "404 page not found\n"),
                Category.ACCESS,
                false,
                "api-foreign-answer",
                "404",
                "404 page not found");
        assertProblem(
                foreign(400, "text/plain", "Client sent an HTTP request to an HTTPS server.\n"),
                Category.ACCESS,
                false,
                "api-needs-https");
        Answer redirect = new Answer(302, Map.of("location", List.of("https://login.example.com/")), new byte[0]);
        assertProblem(
                ApiErrors.of(DEPLOYMENT, redirect),
                Category.ACCESS,
                false,
                "api-redirect",
                "https://login.example.com/");
    }

    /** Each is something that an API server or a webhook really says about a Secret. */
    @Test
    public void nothingThatIsSaidAboutASecretShowsItsValue() {
        List<ApiException> refusals = List.of(
                refusal(
                        SECRET,
                        500,
                        "",
                        "failed to create typed patch object (shop/login; /v1, Kind=Secret):"
                                + " .data.password: expected string, got &value.valueUnstructured{Value:hunter2}"),
                refusal(SECRET, 500, "", "failed to convert new object (shop/login; /v1, Kind=Secret): hunter2"),
                refusal(SECRET, 500, "InternalError", "Internal error occurred: hunter2"),
                refusal(SECRET, 400, "BadRequest", "Secret in version \"v1\" cannot be handled as a Secret: hunter2"),
                refusal(SECRET, 403, "Forbidden", "secrets \"login\" is forbidden: value hunter2 is too weak"),
                refusal(SECRET, 403, "Forbidden", "admission webhook \"w\" denied the request: hunter2 is too weak"),
                refusal(
                        SECRET,
                        422,
                        "Invalid",
                        "ValidatingAdmissionPolicy 'p' with binding 'b' denied request: hunter2"),
                refusal(SECRET, 409, "Conflict", "cannot merge hunter2"),
                refusal(SECRET, 413, "RequestEntityTooLarge", "hunter2"),
                refusal(SECRET, 418, "", "hunter2"),
                refusal(
                        SECRET,
                        422,
                        "Invalid",
                        "Secret \"login\" is invalid: data[x]: Invalid value: \"hunter2\"",
                        "{\"causes\":[{\"reason\":\"FieldValueInvalid\",\"message\":\"Invalid value: \\\"hunter2\\\":"
                                + " field is immutable\",\"field\":\"data[x]\"}]}"));
        for (ApiException refusal : refusals) {
            Problem problem = refusal.problems().get(0);
            String everything = refusal + problem.toString() + refusal.details() + problem.message(Locale.CHINA);
            assertFalse(everything, everything.contains("hunter2"));
        }
    }

    @Test
    public void conflictOverASecretStillNamesFieldAndOwner() {
        ApiException e = refusal(
                SECRET,
                409,
                "Conflict",
                "Apply failed with 1 conflict",
                "{\"causes\":[{\"reason\":\"FieldManagerConflict\",\"message\":\"conflict with \\\"helm\\\"\","
                        + "\"field\":\".data.password\"}]}");
        assertProblem(e, Category.REFUSED, false, "api-conflict-fields", "data.password (helm)");
        assertEquals(
                "conflict with \"helm\"",
                e.details().path("causes").path(0).path("message").asText());
    }

    @Test
    public void everyProblemNamesItsObject() {
        assertTrue(refusal(DEPLOYMENT, 401, "Unauthorized", "Unauthorized")
                .getMessage()
                .startsWith("Deployment shop/web: "));
    }

    private static ApiException refusal(Call call, int status, String reason, String message) {
        return refusal(call, status, reason, message, "{}");
    }

    private static ApiException refusal(Call call, int status, String reason, String message, String details) {
        return ApiErrors.of(call, new Answer(status, Map.of(), status(status, reason, message, details)));
    }

    private static ApiException foreign(int status, String type, String body) {
        return ApiErrors.of(
                DEPLOYMENT,
                new Answer(status, Map.of("content-type", List.of(type)), body.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] status(int code, String reason, String message, String details) {
        ObjectNode status = Json.MAPPER.createObjectNode();
        status.put("kind", "Status")
                .put("apiVersion", "v1")
                .put("status", "Failure")
                .put("code", code);
        status.put("reason", reason).put("message", message);
        status.set("details", Json.read(details.getBytes(StandardCharsets.UTF_8)));
        return status.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void assertProblem(
            ApiException e, Category category, boolean passing, String code, String... arguments) {
        Problem problem = e.problems().get(0);
        assertEquals("kubernetes." + code, problem.code());
        assertEquals(List.of(arguments), problem.arguments());
        assertEquals(code, category, e.category());
        assertEquals(code, passing, e.passing());
        assertFalse("text missing: " + problem.message(), problem.message().startsWith("kubernetes."));
        assertFalse(
                "text without arguments: " + problem.message(),
                problem.message().contains("{" + arguments.length + "}"));
    }
}
