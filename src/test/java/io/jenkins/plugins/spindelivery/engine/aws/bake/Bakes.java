package io.jenkins.plugins.spindelivery.engine.aws.bake;

import io.jenkins.plugins.spindelivery.engine.aws.bake.BuilderOptions.How;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes bake requests for tests, with little in them. */
final class Bakes {
    private List<String> regions = List.of(PeerAccount.REGION);
    private String baseOs = "ubuntu";
    private String baseAmi = PeerAccount.IMAGE;
    private List<String> packages = List.of();
    private List<String> artifacts = List.of();
    private PackageType type = PackageType.DEB;
    private List<String> repositories = List.of();
    private String provision = "echo installed";
    private String amiName = "web";
    private String amiSuffix = "";
    private String job = "";
    private String build = "";
    private String commit = "";
    private Map<String, String> tags = new LinkedHashMap<>();
    private How how = How.USER_DATA;
    private String subnet = "";
    private String profile = "";
    private String instanceType = "t3.small";
    private String kmsKey = "";
    private List<String> shareWith = List.of();
    private boolean rebake;
    private boolean upgrade;
    private long timeout = 60;

    static Bakes of(String... packages) {
        Bakes bakes = new Bakes();
        bakes.packages = List.of(packages);
        return bakes;
    }

    Bakes files(String... references) {
        artifacts = List.of(references);
        return this;
    }

    Bakes regions(String... names) {
        regions = List.of(names);
        return this;
    }

    Bakes base(String os, String ami) {
        baseOs = os;
        baseAmi = ami;
        return this;
    }

    Bakes type(PackageType of) {
        type = of;
        return this;
    }

    Bakes repositories(String... lines) {
        repositories = new ArrayList<>(List.of(lines));
        return this;
    }

    Bakes provision(String script) {
        provision = script;
        return this;
    }

    Bakes named(String name, String suffix) {
        amiName = name;
        amiSuffix = suffix;
        return this;
    }

    Bakes build(String ofJob, String number, String hash) {
        job = ofJob;
        build = number;
        commit = hash;
        return this;
    }

    Bakes tag(String name, String value) {
        tags.put(name, value);
        return this;
    }

    Bakes bySystemsManager() {
        how = How.SYSTEMS_MANAGER;
        profile = "bakers";
        return this;
    }

    Bakes subnet(String id) {
        subnet = id;
        return this;
    }

    Bakes on(String type) {
        instanceType = type;
        return this;
    }

    Bakes kmsKey(String key) {
        kmsKey = key;
        return this;
    }

    Bakes shareWith(String... whom) {
        shareWith = List.of(whom);
        return this;
    }

    Bakes rebake() {
        rebake = true;
        return this;
    }

    Bakes upgrade() {
        upgrade = true;
        return this;
    }

    Bakes timeout(long seconds) {
        timeout = seconds;
        return this;
    }

    BakeRecipe recipe() {
        return new BakeRecipe(
                baseOs, baseAmi, packages, artifacts, type, repositories, upgrade, provision, "hvm", false, "", "");
    }

    BakeLabels labels() {
        return new BakeLabels(amiName, amiSuffix, job, build, commit, "", "", "", "", tags);
    }

    BakeRequest request() {
        return new BakeRequest(
                PeerAccount.NAME,
                regions,
                recipe(),
                labels(),
                new BuilderOptions(how, instanceType, subnet, profile, 0, kmsKey),
                shareWith,
                rebake,
                "shop #7",
                timeout);
    }
}
