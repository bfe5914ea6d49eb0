package io.jenkins.plugins.spindelivery.engine.aws.bake;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** Names as Spinnaker's bakery gives them. */
public class BakeNamesTest {
    private static final long NOW = 1_795_352_280_115L;

    private static Bakes deb(String... packages) {
        return Bakes.of(packages).named("", "").provision("").base("ubuntu", "");
    }

    private static Bakes rpm(String... packages) {
        return deb(packages).type(PackageType.RPM).base("amazon-linux", "");
    }

    @Test
    public void packagesAreReadByTheirIdentifiers() {
        assertPackage("nflx-base_0.1-h12.170cdbd_all", PackageType.DEB, "nflx-base", "0.1", "h12.170cdbd", "all");
        assertPackage("nginx_1.18.0_amd64", PackageType.DEB, "nginx", "1.18.0", "", "amd64");
        assertPackage("nginx_1.18.0-6", PackageType.DEB, "nginx", "1.18.0", "6", "");
        assertPackage("nginx_1:1.18.0-6~deb11u1_amd64", PackageType.DEB, "nginx", "1:1.18.0", "6~deb11u1", "amd64");
        // A release of several parts goes to the installer as a whole.
        assertPackage("web_1.0-rc1-3_all", PackageType.DEB, "web", "1.0", "rc1-3", "all");
        assertPackage("nginx", PackageType.DEB, "nginx", "", "", "");
        assertPackage("libstdc++6", PackageType.DEB, "libstdc++6", "", "", "");
        assertPackage("nflx-base-0.1-h12.170cdbd.all", PackageType.RPM, "nflx-base", "0.1", "h12.170cdbd", "all");
        assertPackage("kernel-5.10.1-2.amzn2.x86_64", PackageType.RPM, "kernel", "5.10.1", "2.amzn2", "x86_64");
        assertPackage("nginx", PackageType.RPM, "nginx", "", "", "");
        // Names with dashes and dots and no architecture are names.
        assertPackage("java-1.8.0-openjdk", PackageType.RPM, "java-1.8.0-openjdk", "", "", "");
        assertPackage("python3.11", PackageType.RPM, "python3.11", "", "", "");
        assertPackage("amazon-ssm-agent", PackageType.RPM, "amazon-ssm-agent", "", "", "");
    }

    private static void assertPackage(
            String text, PackageType type, String name, String version, String release, String arch) {
        assertEquals(new PackageName(name, version, release, arch), PackageName.parse(text, type));
    }

    @Test
    public void theInstallerGetsItsOwnForm() {
        assertEquals(
                "web=0.1-3 curl nginx=1.18.0",
                BakeNames.installer(
                        deb("web_0.1-3_all", "curl", "nginx_1.18.0_amd64").recipe()));
        assertEquals(
                "web-0.1-3 curl",
                BakeNames.installer(rpm("web-0.1-3.noarch", "curl").recipe()));
        assertEquals("", BakeNames.installer(deb().recipe()));
    }

    @Test
    public void imagesAreNamedByTheFirstPackageTheTimeAndTheSystem() {
        assertImage("web-all-" + NOW + "-ubuntu", deb("web_0.1-3_all", "curl"));
        assertImage("web-amd64-" + NOW + "-ubuntu", deb("web_0.1-3_amd64"));
        assertImage("web-all-" + NOW + "-ubuntu", deb("web"));
        assertImage("shop-amd64-" + NOW + "-ubuntu", deb("web_0.1-3_amd64").named("shop", ""));
        assertImage("shop-all-20260101-ubuntu", deb().named("shop", "20260101"));
        assertImage("web-all-" + NOW, deb("web").base("", "ami-1"));
        assertImage("web-noarch-" + NOW + "-amazon-linux", rpm("web-0.1-3.noarch"));
    }

    private static void assertImage(String expected, Bakes bake) {
        assertEquals(expected, BakeNames.image(bake.recipe(), bake.labels(), NOW));
    }

    @Test
    public void versionsTellBuildAndCommit() {
        assertVersion("web-0.1", deb("web_0.1-3_all"));
        assertVersion("web-0.1-h12", deb("web_0.1-3_all").build("", "12", ""));
        assertVersion("web-0.1-h12.170cdbd", deb("web_0.1-3_all").build("", "12", "170cdbd"));
        assertVersion("web-0.1-h12.170cdbd/shop/12", deb("web_0.1-3_all").build("shop", "12", "170cdbd"));
        assertVersion("web-0.1-h12/shop-web-main/12", deb("web_0.1-3_all").build("shop/web/main", "12", ""));
        // A job or a commit without a build say nothing.
        assertVersion("web-0.1", deb("web_0.1-3_all").build("shop", "", "170cdbd"));
        assertVersion("web-0.1-h12", rpm("web-0.1-3.noarch").build("", "12", ""));
        // Only the first package counts.
        assertVersion("web-0.1", deb("web_0.1-3_all", "other_2.0-1_all"));
        assertVersion(null, deb("web", "other_2.0-1_all").build("shop", "12", ""));
        assertVersion(null, deb().named("shop", ""));
    }

    @Test
    public void whatABuildSaysFitsIntoTags() {
        String job = "folder/".repeat(40) + "web";
        Bakes bake = deb("web_0.1-3_all").build(job, "12", "170cdbd");
        assertVersion("web-0.1-h12.170cdbd", bake);
        Map<String, String> tags = BakeNames.tags(bake.recipe(), bake.labels(), "web");
        assertTrue(tags.get(BakeNames.JOB), tags.get(BakeNames.JOB).endsWith("/folder/web"));
        assertEquals(List.of(), BakeNames.wrongTags(tags));
    }

    @Test
    public void operatingSystemsHavePublishersInEachPartition() {
        BaseImages.Source ubuntu = BaseImages.of("ubuntu").orElseThrow();
        assertEquals(Optional.of("099720109477"), ubuntu.owner("eu-central-1"));
        assertEquals(Optional.of("837727238323"), ubuntu.owner("cn-northwest-1"));
        assertEquals(Optional.of("513442679011"), ubuntu.owner("us-gov-east-1"));
        BaseImages.Source amazon = BaseImages.of("amazon-linux-arm64").orElseThrow();
        assertEquals(Optional.of("141808717104"), amazon.owner("cn-north-1"));
        assertEquals(Optional.of("045324592363"), amazon.owner("us-gov-west-1"));
        assertEquals(Optional.empty(), BaseImages.of("debian").orElseThrow().owner("us-gov-west-1"));
    }

    private static void assertVersion(String expected, Bakes bake) {
        assertEquals(Optional.ofNullable(expected), BakeNames.appVersion(bake.recipe(), bake.labels()));
    }

    @Test
    public void keysHoldWhatMakesImagesDiffer() {
        assertKey("bake:aws:ubuntu:web|curl:eu-central-1:hvm:enhancedNWDisabled", deb("web", "curl"));
        assertKey(
                "bake:aws:ubuntu:ami-1:web:eu-central-1:hvm:enhancedNWDisabled",
                deb("web").base("ubuntu", "ami-1"));
        assertKey("bake:aws:ubuntu:shop::eu-central-1:hvm:enhancedNWDisabled", deb().named("shop", "20260101"));
        BakeRecipe all = new BakeRecipe(
                "ubuntu",
                "ami-1",
                List.of("web"),
                List.of("s3://one", "s3://two"),
                PackageType.DEB,
                List.of(),
                true,
                "",
                "pv",
                true,
                "t.json",
                "v.json");
        assertEquals(
                "bake:aws:ubuntu:ami-1:shop:t.json:v.json:web:s3://one|s3://two:us-east-1:pv:enhancedNWEnabled",
                BakeNames.key(all, deb().named("shop", "").labels(), "us-east-1"));
    }

    private static void assertKey(String expected, Bakes bake) {
        assertEquals(expected, BakeNames.key(bake.recipe(), bake.labels(), "eu-central-1"));
    }

    @Test
    public void scriptsAndRepositoriesAreInTheKeyAndLabelsAreNot() {
        String plain = key(deb("web"));
        assertNotEquals(plain, key(deb("web").provision("echo one")));
        assertNotEquals(key(deb("web").provision("echo one")), key(deb("web").provision("echo two")));
        assertNotEquals(plain, key(deb("web").repositories("deb http://one ./")));
        assertEquals(
                plain,
                key(deb("web")
                        .named("", "x")
                        .build("job", "7", "abc")
                        .tag("a", "b")
                        .upgrade()));
    }

    private static String key(Bakes bake) {
        return BakeNames.key(bake.recipe(), bake.labels(), "eu-central-1");
    }

    @Test
    public void keysAreTagsByTheirDigest() {
        assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a3", BakeNames.digest("abc"));
    }

    @Test
    public void keysOfCopiesAreThoseThatAreCalledTheSameElsewhere() {
        assertKmsKey("alias/images", "alias/images");
        assertKmsKey("mrk-1234", "mrk-1234");
        assertKmsKey(
                "arn:aws:kms:us-east-1:123456789012:key/mrk-1234",
                "arn:aws:kms:eu-central-1:123456789012:key/mrk-1234");
        assertKmsKey(
                "arn:aws-cn:kms:us-east-1:123456789012:alias/images",
                "arn:aws-cn:kms:eu-central-1:123456789012:alias/images");
        assertKmsKey("", "arn:aws:kms:eu-central-1:123456789012:key/1234");
        assertKmsKey("", "1234abcd");
        assertKmsKey("", "");
    }

    private static void assertKmsKey(String there, String key) {
        BuilderOptions options = new BuilderOptions(BuilderOptions.How.USER_DATA, "t3.small", "", "", 0, key);
        assertEquals(there, options.kmsKeyIn("us-east-1").orElse(""));
    }

    @Test
    public void namesThatAwsRefusesAreFound() {
        assertTrue(BakeNames.wrongName("web-all-1-ubuntu").isEmpty());
        assertTrue(BakeNames.wrongName("a".repeat(128)).isEmpty());
        for (String wrong : List.of("", "ab", "a".repeat(129), "libstdc++6-all-1-ubuntu", "web:1", "wéb")) {
            assertEquals(
                    wrong,
                    "aws.bake-name-illegal",
                    BakeNames.wrongName(wrong).orElseThrow().code());
        }
    }

    @Test
    public void tagsTellWhatTheImageIs() {
        Bakes bake = deb("web_0.1-3_all").build("shop/web", "12", "170cdbd").base("ubuntu", "ami-1");
        assertEquals(
                Map.of(
                        "team", "blue",
                        "Name", "web-all-1-ubuntu",
                        "appversion", "web-0.1-h12.170cdbd/shop-web/12",
                        "spin-delivery:job", "shop/web",
                        "spin-delivery:build", "12",
                        "spin-delivery:commit", "170cdbd",
                        "spin-delivery:base-os", "ubuntu",
                        "spin-delivery:base-image", "ami-1"),
                BakeNames.tags(
                        bake.recipe(),
                        bake.tag("team", "blue").tag("Name", "mine").labels(),
                        "web-all-1-ubuntu"));
        Bakes plain = deb("web").base("", "ami-1");
        assertFalse(BakeNames.tags(plain.recipe(), plain.labels(), "x").containsKey("appversion"));
    }
}
