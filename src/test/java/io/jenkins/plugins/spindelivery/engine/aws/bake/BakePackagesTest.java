package io.jenkins.plugins.spindelivery.engine.aws.bake;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.CoreMatchers.not;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.Sealer;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Bakes that install packages from files. */
public class BakePackagesTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final ExecutorService executor = Executors.newFixedThreadPool(8);
    private final PeerAccount account = AWS.account();
    private String bucket;
    private OperationFile file;

    @Before
    public void bucket() {
        account.rules().runUserData(true).delay(Duration.ofMillis(50));
        bucket = TestPackages.bucket(account);
        file = new OperationFile(folder.getRoot().toPath().resolve("state.json"), Sealer.NONE);
    }

    @After
    public void shutDown() {
        executor.shutdownNow();
    }

    private BakeRun bake() {
        return new BakeRun(account.accounts(), executor, Clock.systemUTC(), file);
    }

    private BakeRequest request(Bakes bakes) {
        return TestPackages.complete(bakes.request(), account, bake().context());
    }

    private void assertNothingElseIsLeft(String... objects) {
        assertEquals(List.of(objects), TestPackages.objects(account));
        List<String> left = account.leftovers(PeerAccount.REGION);
        assertFalse(left.toString(), left.toString().matches(".*(Instance|SecurityGroup).*"));
    }

    @Test
    public void filesAreFetchedAndInstalledTogetherWithNamedPackages() throws Exception {
        TestPackages.put(account, "apps/web_0.1-3_all.deb", "web");
        BakeRun bake = bake();
        AwsResult result = bake.run(request(Bakes.of("web_0.1-3_all", "curl")
                .files("s3://" + bucket + "/apps/web_0.1-3_all.deb", "github://acme/shop/agent_2.0_all.deb?ref=v2")
                .named("", "")));
        String log = String.join("\n", bake.log());
        assertEquals(BakeRun.errors(result), Status.SUCCEEDED, result.status());
        assertThat(log, containsString("| Fetching web_0.1-3_all.deb"));
        assertThat(log, containsString("| Fetching agent_2.0_all.deb"));
        assertThat(log, containsString("install curl ./downloads/1/web_0.1-3_all.deb ./downloads/2/agent_2.0_all.deb"));
        assertEquals("the check, the launch, and twice the builder", 4, account.count("s3:GetObject"));
        assertNothingElseIsLeft("apps/web_0.1-3_all.deb");
        assertEquals("web-0.1", result.outputs().get("appversion"));
        String key = result.outputs().get("images").toString();
        assertThat(
                key,
                containsString(":web_0.1-3_all|curl:s3://" + bucket
                        + "/apps/web_0.1-3_all.deb|github://acme/shop/agent_2.0_all.deb?ref=v2:eu-central-1:hvm:"));
    }

    @Test
    public void whatIsStagedIsComparedOnTheBuilder() {
        BakeRequest good = request(Bakes.of().files("github://acme/shop/web_1.0_all.deb"));
        PackageFile file = good.packageFiles().files().get(0);
        BakeRequest bad = good.packageFiles(new PackageFiles(
                "",
                "",
                bucket,
                List.of(new PackageFile(file.reference(), file.source(), file.content(), "0".repeat(64)))));
        AwsResult result = bake().run(bad);
        assertEquals(Status.FAILED, result.status());
        assertThat(BakeRun.errors(result), containsString("provisioning failed with exit code 1"));
        assertNothingElseIsLeft();
    }

    @Test
    public void bySystemsManagerFilesAreFetchedAlike() {
        BakeRun bake = bake();
        AwsResult result = bake.run(request(Bakes.of().bySystemsManager().files("github://acme/shop/web_1.0_all.deb")));
        assertEquals(BakeRun.errors(result), Status.SUCCEEDED, result.status());
        assertThat(String.join("\n", bake.log()), containsString("install ./downloads/1/web_1.0_all.deb"));
        assertNothingElseIsLeft();
    }

    @Test
    public void aLaunchThatIsNotAnsweredIsFoundAgainThoughItsSignaturesAreOthers() {
        account.rules().loseReply("ec2:RunInstances", 1).lag(Duration.ofMillis(300));
        AwsResult result = bake().run(request(Bakes.of().files("github://acme/shop/web_1.0_all.deb")));
        assertEquals(BakeRun.errors(result), Status.SUCCEEDED, result.status());
        assertFalse(account.count("ec2:RunInstances") < 2);
        assertEquals(
                "one builder",
                1,
                account.aside().ec2().describeInstances().reservations().stream()
                        .mapToInt(reservation -> reservation.instances().size())
                        .sum());
        assertNothingElseIsLeft();
    }

    @Test
    public void signaturesStandNowhere() throws Exception {
        TestPackages.put(account, "web_1.0_all.deb", "web");
        BakeRun bake = bake().begin(request(Bakes.of()
                .files("s3://" + bucket + "/web_1.0_all.deb", "github://acme/shop/agent_2.0_all.deb")
                .provision("it=Signature\necho \"curl https://b.s3/x.deb?a=1&X-Amz-$it=0123abcd&b=2\""
                        + "\ntest ! -e packages")));
        AwsResult result = bake.goOn(state -> {
            file.save(new Bake(), state);
            assertThat(read(), not(containsString("X-Amz-Signature")));
            return false;
        });
        assertEquals(BakeRun.errors(result), Status.SUCCEEDED, result.status());
        String log = String.join("\n", bake.log());
        assertThat(log, not(containsString("X-Amz-Signature")));
        assertThat(log, containsString("| curl https://b.s3/x.deb?…"));
    }

    private String read() {
        try {
            return Files.readString(Path.of(folder.getRoot().toString(), "state.json"));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void assertRefused(String text, BakeRequest request) {
        AwsResult result = bake().run(request);
        assertEquals(text, BakeRun.errors(result));
        assertEquals(Status.REFUSED, result.status());
        assertEquals(0, account.count("ec2:(Create|Run).*"));
        assertNothingElseIsLeft();
    }

    @Test
    public void whatIsNotThereIsSaidBeforeAnythingIsMade() {
        assertRefused(
                "s3://" + bucket
                        + "/web_1.0_all.deb: the bucket has no such object. Check the key; upper and lower case"
                        + " differ.",
                request(Bakes.of().files("s3://" + bucket + "/web_1.0_all.deb")));
        BakeRequest staged = request(Bakes.of().files("github://acme/shop/web_1.0_all.deb"));
        PackageFiles elsewhere =
                new PackageFiles("", "", bucket + "-gone", staged.packageFiles().files());
        assertRefused(
                "s3://" + bucket + "-gone/: there is no bucket called " + bucket + "-gone. Check its name, and the"
                        + " account's endpoint.",
                staged.packageFiles(elsewhere));
    }

    @Test
    public void aBakeThatFailsTakesItsFilesWithIt() {
        AwsResult result = bake().run(request(
                Bakes.of().files("github://acme/shop/web_1.0_all.deb").provision("exit 3")));
        assertEquals(Status.FAILED, result.status());
        assertNothingElseIsLeft();
    }

    @Test
    public void whoTakesADeadBakesPlaceDeletesItsFiles() {
        BakeRequest request = request(Bakes.of().files("github://acme/shop/web_1.0_all.deb"));
        bake().begin(request).goOn(state -> state.phase() == BakePhase.PROVISION);
        assertEquals(List.of("spin-delivery/ID/1/web_1.0_all.deb"), TestPackages.objects(account));
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(BakeLock.LEASE_MINUTES + 1));
        AwsResult result = new BakeRun(account.accounts(), executor, later, file).run(request);
        assertEquals(BakeRun.errors(result), Status.SUCCEEDED, result.status());
        assertNothingElseIsLeft();
    }
}
