package io.jenkins.plugins.spindelivery.engine.aws.peer;

/** Names the calls of S3, which are told by method and path alone. */
final class S3Names {
    private S3Names() {}

    static String of(String method, String target) {
        String path = target.replaceAll("\\?.*", "");
        boolean object = path.indexOf('/', 1) > 0 && !path.endsWith("/");
        boolean service = path.equals("/");
        return switch (method) {
            case "GET" -> object ? "GetObject" : service ? "ListAllMyBuckets" : "ListBucket";
            case "HEAD" -> object ? "HeadObject" : "HeadBucket";
            case "PUT" -> object ? "PutObject" : target.contains("?") ? "PutBucketOption" : "CreateBucket";
            case "DELETE" -> object ? "DeleteObject" : "DeleteBucket";
            default -> method;
        };
    }
}
