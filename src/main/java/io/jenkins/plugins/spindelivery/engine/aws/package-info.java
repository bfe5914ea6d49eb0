/** The provider for AWS: images, server groups, load balancers and security groups, each in a package of its own. */
package io.jenkins.plugins.spindelivery.engine.aws;
