package io.jenkins.plugins.spindelivery.engine.aws.packer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.spindelivery.engine.aws.bake.BakeRequests;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** Packer's command line, as Rosco builds it. */
public class PackerCommandTest {
    private static final long NOW = 1_795_352_280_115L;

    private static PackerRequest.Read read(String json) {
        return PackerRequest.read(
                BakeRequests.json(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), "R.json"),
                "R.json",
                "cloud",
                List.of("eu-central-1"),
                "",
                60);
    }

    private static PackerRequest request(String json) {
        return read(json).request();
    }

    private static Map<String, String> variables(String json) {
        return PackerCommand.variables(request(json), "ami-1", NOW);
    }

    private static List<String> problems(String json) {
        return assertThrows(ProblemException.class, () -> read(json)).problems().stream()
                .map(Problem::code)
                .toList();
    }

    @Test
    public void everyFieldHasItsVariable() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("aws_region", "eu-west-1");
        expected.put("aws_ssh_username", "ubuntu");
        expected.put("aws_instance_type", "m5.large");
        expected.put("aws_source_ami", "ami-1");
        expected.put("aws_target_ami", "web-all-1795352280115-ubuntu-24.04");
        expected.put("aws_ena_support", "true");
        expected.put("package_type", "deb");
        expected.put("packages", "web=0.1-3 curl");
        expected.put("upgrade", "true");
        expected.put("repository", "deb https://a ./;deb https://b ./");
        expected.put("configDir", "images/web");
        expected.put("appversion", "web-0.1-h7/shop-web/7");
        expected.put("build_host", "https://ci/");
        expected.put("build_info_url", "https://ci/job/7");
        expected.put("copy_to_1", "us-east-1");
        expected.put("copy_to_2", "us-east-2");
        expected.put("share_with_1", "111111111111");
        expected.put("share_with_2", "222222222222");
        Map<String, String> variables = variables(
                """
                {'package': 'web_0.1-3_all curl', 'base_os': 'ubuntu-24.04', 'instance_type': 'm5.large',
                 'enhanced_networking': true, 'upgrade': 'true', 'job': 'shop/web', 'build_number': 7,
                 'build_host': 'https://ci/', 'build_info_url': 'https://ci/job/7',
                 'repositories': ['deb https://a ./', 'deb https://b ./'], 'share_with': '111111111111, 222222222222',
                 'regions': ['eu-west-1', 'us-east-1', 'us-east-2'], 'template_file_name': 'images/web/image.pkr.hcl'}""");
        assertEquals(expected, variables);
        assertEquals(List.copyOf(expected.keySet()), List.copyOf(variables.keySet()));
    }

    @Test
    public void whatIsEmptyIsLeftOut() {
        assertEquals(
                Map.of(
                        "aws_region", "eu-central-1",
                        "aws_instance_type", "t3.small",
                        "aws_target_ami", "web-all-1795352280115",
                        "configDir", "."),
                PackerCommand.variables(request("{'ami_name': 'web', 'template_file_name': 'a.json'}"), "", NOW));
    }

    @Test
    public void ownVariablesReplaceComputedOnesAndListsUnroll() {
        Map<String, String> variables = variables(
                """
                {'ami_name': 'web', 'template_file_name': 'a.json', 'regions': ['eu-central-1', 'us-east-1'],
                 'extendedAttributes': {'aws_instance_type': 'c5.large', 'configDir': '', 'copy_to': 'eu-west-1,, eu-west-2',
                                        'share_with': '333333333333', 'colour': 'a=b c'}}""");
        assertEquals("c5.large", variables.get("aws_instance_type"));
        assertEquals(null, variables.get("configDir"));
        assertEquals("eu-west-1", variables.get("copy_to_1"));
        assertEquals("eu-west-2", variables.get("copy_to_2"));
        assertEquals(null, variables.get("copy_to"));
        assertEquals(null, variables.get("copy_to_3"));
        assertEquals("333333333333", variables.get("share_with_1"));
        assertEquals("a=b c", variables.get("colour"));
    }

    @Test
    public void usersAreThoseOfThePublishersImages() {
        Map<String, String> users = Map.of(
                "ubuntu-22.04-arm64", "ubuntu", "debian", "admin", "debian-12", "admin", "amazon-linux-2", "ec2-user");
        users.forEach((os, user) -> assertEquals(
                os,
                user,
                variables("{'ami_name': 'w', 'template_file_name': 'a', 'base_os': '" + os + "'}")
                        .get("aws_ssh_username")));
        assertEquals(
                null,
                variables("{'ami_name': 'w', 'template_file_name': 'a', 'base_os': 'ubuntulike'}")
                        .get("aws_ssh_username"));
    }

    @Test
    public void theLineHasVariablesThenTheirFileThenTheTemplate() {
        PackerRequest request = request(
                """
                {'ami_name': 'web', 'ami_suffix': '1', 'template_file_name': 't/a.json', 'var_file_name': 't/v.json',
                 'extended_attributes': {'aws_instance_type': '', 'db_password': 'hush', 'note': 'it is hush-hush or deep'}}""");
        PackerCommand command = PackerCommand.of(request, "packer", List.of("-timestamp-ui"), "", NOW);
        assertEquals(
                List.of(
                        "packer",
                        "build",
                        "-color=false",
                        "-timestamp-ui",
                        "-var",
                        "aws_region=eu-central-1",
                        "-var",
                        "aws_target_ami=web-all-1",
                        "-var",
                        "configDir=t",
                        "-var",
                        "db_password=hush",
                        "-var",
                        "note=it is hush-hush or deep",
                        "-var-file=t/v.json",
                        "t/a.json"),
                command.line());
        assertEquals(List.of("hush"), command.secretValues());
        assertEquals(
                "packer build -color=false -timestamp-ui -var aws_region=eu-central-1 -var aws_target_ami=web-all-1"
                        + " -var configDir=t -var db_password=**** -var 'note=it is hush-hush or ****'"
                        + " -var-file=t/v.json t/a.json",
                command.shown(List.of("deep", "")));
    }

    @Test
    public void aLongerSecretIsMaskedBeforeItsBeginning() {
        assertEquals("a **** b ****", PackerCommand.mask("a key b key-long", List.of("key", "key-long")));
    }

    @Test
    public void whatIsWrongIsSaidByName() {
        assertEquals(List.of("aws.packer-no-template"), problems("{'ami_name': 'web'}"));
        assertEquals(List.of("aws.packer-file"), problems("{'ami_name': 'web', 'template_file_name': '-debug'}"));
        assertEquals(
                List.of("aws.packer-file"),
                problems("{'ami_name': 'web', 'template_file_name': 'a', 'var_file_name': '-x'}"));
        assertEquals(
                List.of("aws.packer-variable", "aws.packer-variable"),
                problems(
                        "{'ami_name': 'web', 'template_file_name': 'a', 'extended_attributes': {'a b': '', 'list': [1]}}"));
        assertEquals(
                List.of("aws.bake-field"),
                problems("{'ami_name': 'web', 'template_file_name': 'a', 'extended_attributes': 'x=y'}"));
        assertEquals(
                List.of("aws.packer-provision"),
                problems("{'ami_name': 'web', 'template_file_name': 'a', 'provision': 'echo'}"));
        assertEquals(List.of("aws.bake-nameless"), problems("{'template_file_name': 'a'}"));
    }

    @Test
    public void packersFieldsAreNoWarnings() {
        assertEquals(
                List.of(),
                read("{'ami_name': 'web', 'template_file_name': 'a', 'var_file_name': 'b', 'extended_attributes': {}}")
                        .warnings());
    }
}
