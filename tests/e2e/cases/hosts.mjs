// Where the cases' media and uploads go.

export const DELIVERY = 'https://res.cloudinary.com/demo';
export const UPLOAD = 'https://api.cloudinary.com/v1_1/demo/image/upload';
